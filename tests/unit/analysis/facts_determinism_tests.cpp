#include <ec/analysis/facts.hpp>

#include "made_series.hpp"
#include "seed_series.hpp"

#include <support/random_seed.hpp>
#include <support/soak.hpp>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;
namespace market = ec::market;

namespace {

std::string exact(double x) {
    char text[40];
    std::snprintf(text, sizeof text, "%a ", x);
    return text;
}

/// Every figure of an assessment, doubles to their last bit.
std::string bytes_of(analysis::Assessment const& result) {
    auto out = analysis::render_facts_json(result.sheet);
    for (auto const reason : result.abstained) out += analysis::to_string(reason);
    if (!result.call) return out + "\n";
    auto const& c = *result.call;
    for (double const x : {c.band, c.up_above, c.down_below, c.probability.up, c.probability.inside,
                           c.probability.down, c.base_rate.up, c.base_rate.inside, c.base_rate.down,
                           c.confidence, c.reopen_above, c.reopen_below})
        out += exact(x);
    out += std::string(analysis::to_string(c.direction)) + ' ' + c.table_version + ' ' +
           std::to_string(c.windows) + ' ' + std::to_string(c.lean_sum);
    return out + "\n";
}

std::string assess_bytes(market::Series const& series, market::Series const* benchmark,
                         ec::Date as_of) {
    return bytes_of(analysis::assess({.series = &series,
                                      .benchmark = benchmark,
                                      .instrument = {},
                                      .filings = {},
                                      .as_of = as_of,
                                      .horizon = 20,
                                      .table = &analysis::shipped_probability_table()}));
}

/// The sheets of all the table's series on several days.
std::string all_samples() {
    std::string out;
    for (auto const& name : ec::test::call_table_series()) {
        auto const series = ec::test::load_seed_series(name);
        for (std::size_t const back : {0U, 60U, 250U})
            out += assess_bytes(series, nullptr, series.bars.date[series.bars.size() - 1 - back]);
    }
    return out;
}

std::string read_file(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// `series` as it stood on the evening of `day`.
market::Series known_on(market::Series series, ec::Date day) {
    series.bars = series.bars.slice(0, series.bars.count_until(day));
    std::erase_if(series.actions, [&](auto const& action) { return action.ex_date > day; });
    return series;
}

/// The same with made-up sessions and actions after `day`.
market::Series with_another_future(market::Series series, ec::Date day, std::mt19937_64& random) {
    series = known_on(std::move(series), day);
    double price = 50;
    auto date = day;
    for (int i = 0; i < 80; ++i) {
        date = date + 1 + static_cast<std::int32_t>(random() % 4);
        price *= 0.5 + static_cast<double>(random() % 1000) / 900;
        series.bars.push_back({.date = date,
                               .open = price,
                               .high = price * 1.1,
                               .low = price * 0.9,
                               .close = price,
                               .volume = static_cast<double>(random() % 1'000'000),
                               .amount = 1,
                               .previous_close = 2,
                               .turnover_pct = 3,
                               .flags = static_cast<market::BarFlags>(random() % 2048)});
        if (random() % 10 == 0)
            series.actions.push_back({.ex_date = date,
                                      .kind = static_cast<market::ActionKind>(random() % 3),
                                      .a = 0.25 + static_cast<double>(random() % 100) / 50,
                                      .b = -static_cast<double>(random() % 10),
                                      .note = "made up"});
    }
    return series;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(facts_determinism)

BOOST_AUTO_TEST_CASE(the_same_bytes_twice) { BOOST_TEST((all_samples() == all_samples())); }

BOOST_AUTO_TEST_CASE(no_later_row_changes_an_earlier_sheet_or_call) {
    std::mt19937_64 random(ec::test::random_seed());
    auto const spy = ec::test::load_seed_series("us/SPY");
    int const rounds = ec::test::soak() ? 300 : 12;
    for (auto const* name : {"us/AAPL", "hk/0700.HK", "cn/600519.SH"}) {
        auto const whole = ec::test::load_seed_series(name);
        for (int round = 0; round < rounds; ++round) {
            auto const row = 1 + random() % (whole.bars.size() - 1);
            auto const day = whole.bars.date[row];
            auto const expected = assess_bytes(known_on(whole, day), &spy, day);
            BOOST_REQUIRE_MESSAGE(assess_bytes(whole, &spy, day) == expected,
                                  name << ' ' << day.iso() << ": recorded future");
            auto const other = with_another_future(whole, day, random);
            auto const other_spy = with_another_future(spy, day, random);
            BOOST_REQUIRE_MESSAGE(assess_bytes(other, &other_spy, day) == expected,
                                  name << ' ' << day.iso() << ": made-up future");
        }
    }
}

// libm and libc choose their code by what the processor has; a run with AVX2 and FMA masked must
// give the same bytes. The masked run is this program, told by the variable where to write.
BOOST_AUTO_TEST_CASE(the_same_bytes_without_fma_and_avx2) {
    if (auto const* path = std::getenv("EC_WRITE_SAMPLE_FACTS")) {
        std::ofstream(path, std::ios::binary) << all_samples();
        return;
    }
    auto const path =
        std::filesystem::temp_directory_path() / ("ec_masked_facts_" + std::to_string(::getpid()));
    auto const program = std::filesystem::read_symlink("/proc/self/exe").string();
    auto const command =
        "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-AVX2_Usable,-FMA_Usable EC_PROOFS_DIR= "
        "EC_WRITE_SAMPLE_FACTS='" +
        path.string() + "' '" + program +
        "' --run_test=facts_determinism/the_same_bytes_without_fma_and_avx2 >/dev/null";
    BOOST_REQUIRE(std::system(command.c_str()) == 0);
    auto const masked = read_file(path);
    std::filesystem::remove(path);
    BOOST_TEST(masked.size() > 100'000U);
    BOOST_TEST((masked == all_samples()));
}

BOOST_AUTO_TEST_SUITE_END()
