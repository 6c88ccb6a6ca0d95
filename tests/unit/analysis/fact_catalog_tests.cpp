#include <ec/analysis/fact_catalog.hpp>

#include <ec/market/ratios.hpp>

#include <algorithm>
#include <set>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;

BOOST_AUTO_TEST_SUITE(fact_catalog)

BOOST_AUTO_TEST_CASE(ids_are_unique_snake_case_and_named_in_both_languages) {
    std::set<std::string_view> seen;
    for (auto const& entry : analysis::fact_catalog()) {
        BOOST_TEST(seen.insert(entry.id).second, entry.id);
        BOOST_TEST(std::ranges::all_of(entry.id, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        }));
        BOOST_TEST(!entry.formula.empty(), entry.id);
        BOOST_TEST(!entry.en.empty(), entry.id);
        BOOST_TEST(!entry.zh.empty(), entry.id);
        BOOST_TEST(analysis::find_fact_entry(entry.id) == &entry);
        BOOST_TEST((analysis::parse_unit(analysis::to_string(entry.unit)) == entry.unit));
    }
    BOOST_TEST(analysis::find_fact_entry("no_such_fact") == nullptr);
    BOOST_TEST(!analysis::parse_unit("furlong").has_value());
}

BOOST_AUTO_TEST_CASE(ratios_stand_there_with_their_formulas) {
    for (auto const& ratio : ec::market::ratio_definitions()) {
        auto const* entry = analysis::find_fact_entry(ratio.id);
        BOOST_REQUIRE_MESSAGE(entry != nullptr, ratio.id);
        BOOST_TEST(entry->formula == ratio.formula);
        BOOST_CHECK(entry->unit == (ratio.unit == ec::market::RatioUnit::percent
                                        ? analysis::Unit::percent
                                        : analysis::Unit::ratio));
    }
}

BOOST_AUTO_TEST_SUITE_END()
