#include <ec/marketdata/fundamentals_store.hpp>

#include <ec/base/error.hpp>
#include <support/test_database.hpp>

#include <algorithm>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace ec;
using ec::market::FiledFact;
using ec::marketdata::FundamentalsStore;
using Content = ec::test::TestDatabase::Content;

namespace {

Date day(char const* iso) { return Date::parse(iso, "day"); }

market::Symbol const symbol = market::Symbol::parse("ZZTEST");

std::vector<FiledFact> facts() {
    return {{"us-gaap:NetIncomeLoss", "USD", day("2019-01-01"), day("2019-12-31"), "a-1", "10-K",
             day("2020-02-10"), 0.1},
            {"us-gaap:NetIncomeLoss", "USD", day("2019-01-01"), day("2019-12-31"), "a-2", "10-K",
             day("2021-02-10"), -1.5e11},
            {"us-gaap:StockholdersEquity", "USD", std::nullopt, day("2019-12-31"), "a-1", "10-K",
             day("2020-02-10"), 500}};
}

struct Store {
    explicit Store(std::string const& engine) : test(engine, Content::schema) {}

    marketdata::FactsChange import(std::vector<FiledFact> const& given) {
        return store.import(test.context(), symbol, given, "csv:test");
    }
    [[nodiscard]] std::vector<FiledFact> load(char const* until) {
        return store.load(test.context(), symbol, day(until));
    }

    test::TestDatabase test;
    FundamentalsStore store{test.database()};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fundamentals)

BOOST_DATA_TEST_CASE(facts_come_back_as_they_were, test::engines(), engine) {
    Store f(engine);
    auto const change = f.import(facts());
    BOOST_TEST(change.added == 3);
    BOOST_CHECK(f.load("2021-02-10") == facts());
    auto const early = f.load("2021-02-09");
    BOOST_REQUIRE(early.size() == 2U);
    BOOST_TEST(early[0].value == 0.1);
    BOOST_TEST(!early[1].start);
    BOOST_TEST(f.load("2020-02-09").empty());
    BOOST_TEST(
        f.store.load(f.test.context(), market::Symbol::parse("OTHER"), day("2022-01-01")).empty());
}

BOOST_DATA_TEST_CASE(a_second_run_changes_nothing, test::engines(), engine) {
    Store f(engine);
    (void)f.import(facts());
    auto const again = f.import(facts());
    BOOST_TEST(!again.any());
    BOOST_TEST(again.unchanged == 3);
    auto corrected = facts();
    corrected[2].value = 501;
    auto const change = f.import(corrected);
    BOOST_TEST(change.changed == 1);
    BOOST_TEST(change.unchanged == 2);
    BOOST_CHECK(f.load("2022-01-01") == corrected);
}

// All or nothing: the third fact breaks a rule of the schema.
BOOST_DATA_TEST_CASE(a_refused_fact_leaves_nothing_behind, test::engines(), engine) {
    Store f(engine);
    auto bad = facts();
    bad[2].filed = bad[2].end - 1;
    BOOST_CHECK_EXCEPTION((void)f.import(bad), Error,
                          [](Error const& error) { return error.code() == ErrorCode::conflict; });
    BOOST_TEST(f.load("2022-01-01").empty());
    BOOST_TEST(f.test.query("SELECT COUNT(*) FROM instruments")[0].integer(0) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
