#include "seed_series.hpp"

#include <ec/analysis/probability_table.hpp>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;

BOOST_AUTO_TEST_SUITE(shipped_table)

BOOST_AUTO_TEST_CASE(the_sample_bars_give_the_shipped_bytes) {
    std::vector<analysis::NamedView> views;
    for (auto const& name : ec::test::call_table_series()) {
        auto const series = ec::test::load_seed_series(name);
        views.push_back(
            {name, series.symbol, ec::market::view_as_of(series, series.bars.date.back())});
    }
    auto const text = analysis::render_probability_table(analysis::build_probability_table(views));
    if (auto const* path = std::getenv("EC_WRITE_CALL_TABLE")) {
        std::ofstream(path, std::ios::binary) << text;
        return;
    }
    BOOST_TEST((text == ec::test::read_source_file("schema/seed/call_table.csv")),
               "the bars give another table: see probability_table.hpp for how it is rebuilt");
}

BOOST_AUTO_TEST_CASE(the_library_carries_the_file) {
    auto const text = ec::test::read_source_file("schema/seed/call_table.csv");
    auto const& shipped = analysis::shipped_probability_table();
    BOOST_TEST(shipped.sha256.size() == 64U);
    BOOST_TEST((analysis::render_probability_table(shipped) == text));
    BOOST_TEST(shipped.sources.size() == ec::test::call_table_series().size());
    for (auto const market :
         {ec::market::Market::us, ec::market::Market::hk, ec::market::Market::cn})
        for (auto const horizon : analysis::call_horizons)
            BOOST_TEST(analysis::lookup(shipped, market, horizon, 0, ec::Date::from_ymd(2020, 6, 1))
                           .all.total() >= 30);
}

BOOST_AUTO_TEST_SUITE_END()
