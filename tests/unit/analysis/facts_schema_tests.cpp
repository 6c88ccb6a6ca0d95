#include "made_series.hpp"
#include "seed_series.hpp"

#include <ec/analysis/facts.hpp>
#include <support/filed_year.hpp>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;

namespace {

std::string facts_line(ec::market::Series const& series, std::size_t rows) {
    using enum ec::market::StatementItem;
    auto const filings = ec::test::filed_year(series.bars.date[0], "10-K",
                                              {{revenue, 30}, {net_income, 9}, {eps_diluted, 3}});
    return analysis::render_facts_json(
               analysis::compute_facts({.series = &series,
                                        .benchmark = &series,
                                        .instrument = {},
                                        .filings = filings,
                                        .as_of = series.bars.date[rows - 1],
                                        .horizon = 20,
                                        .table = &analysis::shipped_probability_table()})) +
           "\n";
}

/// Whether every line fits schema/facts.schema.json; `redirect` is where the shell sends the words
/// of the validator.
bool fits_schema(std::string const& lines, std::string const& redirect) {
    std::filesystem::path const root = EC_SOURCE_DIR;
    auto const path =
        std::filesystem::temp_directory_path() / ("ec_facts_schema_" + std::to_string(::getpid()));
    std::ofstream(path, std::ios::binary) << lines;
    auto const command =
        "/usr/bin/python3 '" + (root / "tests/unit/analysis/validate_facts.py").string() + "' '" +
        (root / "schema/facts.schema.json").string() + "' '" + path.string() + "'" + redirect;
    auto const status = std::system(command.c_str());
    std::filesystem::remove(path);
    return status == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(facts_schema)

BOOST_AUTO_TEST_CASE(sheets_fit_the_schema) {
    std::string lines;
    for (auto const* name : {"us/AAPL", "hk/0700.HK", "cn/600519.SH"}) {
        auto const series = ec::test::load_seed_series(name);
        for (std::size_t const rows : {1UL, 40UL, 300UL, series.bars.size()})
            lines += facts_line(series, rows);
    }
    BOOST_TEST(fits_schema(lines, ""));
}

BOOST_AUTO_TEST_CASE(what_is_no_sheet_does_not_fit) {
    auto const sound = facts_line(ec::test::random_walk(300, 4), 300);
    BOOST_REQUIRE(fits_schema(sound, ""));
    for (auto const& [from, to] : {std::pair{"\"sample\":false", "\"sample\":0"},
                                   {"\"basis\":\"raw\"", "\"basis\":\"x\""},
                                   {"\"id\":\"close\"", "\"id\":\"Close\""},
                                   {"\"horizon\":20,", ""}}) {
        auto damaged = sound;
        damaged.replace(damaged.find(from), std::string_view(from).size(), to);
        BOOST_TEST(!fits_schema(damaged, " >/dev/null"), from);
    }
}

BOOST_AUTO_TEST_SUITE_END()
