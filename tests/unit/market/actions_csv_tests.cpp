#include <ec/market/actions_csv.hpp>

#include <ec/base/error.hpp>
#include <ec/market/adjustment.hpp>

#include <map>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::market;

namespace {

std::string const heading = "ex_date,kind,cash,new_per_old,price,currency\n";

Date day(char const* text) { return Date::parse(text, "day"); }

std::map<std::size_t, std::string> reasons(std::vector<RejectedRow> const& rows) {
    std::map<std::size_t, std::string> out;
    for (auto const& row : rows) out[row.line] = row.reason;
    return out;
}

Bars two_days() {
    Bars bars;
    for (auto const* date : {"2020-06-01", "2020-06-02"})
        bars.push_back({.date = day(date), .open = 15, .high = 15, .low = 15, .close = 15});
    return bars;
}

double carried(double price, std::vector<CorporateAction> const& actions) {
    for (auto const& action : actions) price = price * action.a + action.b;
    return price;
}

SettledActions settle(std::string const& rows, Market market) {
    return settle_actions(parse_actions_csv(heading + rows, "").actions, market, two_days());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(actions_csv)

BOOST_AUTO_TEST_CASE(every_kind_is_read_in_any_column_order) {
    auto const csv = parse_actions_csv(
        "kind,ex_date,price,new_per_old,cash\nrights,2020-06-02,6,0.2,\nsplit,2020-06-03,,4,\n"
        "dividend,2020-06-02,,,0.2\r\nbonus,2020-06-02,,0.3,\n",
        "CNY");
    BOOST_TEST(csv.rows_read == 4U);
    BOOST_TEST(csv.rejected.empty());
    BOOST_REQUIRE_EQUAL(csv.actions.size(), 4U);
    BOOST_TEST(csv.actions[0].cash == 0.2);
    BOOST_TEST(csv.actions[1].new_per_old == 0.3);
    BOOST_TEST(csv.actions[2].price == 6);
    BOOST_TEST((csv.actions[3].kind == StatedKind::split));
}

BOOST_AUTO_TEST_CASE(every_unusable_row_has_its_reason) {
    auto const csv = parse_actions_csv(heading +
                                           "2020-06-02,dividend,0.2,,,CNY\n"
                                           "06/02/2020,dividend,0.2,,,\n"
                                           "2020-06-03,spin-off,0.2,,,\n"
                                           "2020-06-03,dividend,,,,\n"
                                           "2020-06-03,dividend,-1,,,\n"
                                           "2020-06-03,dividend,1,2,,\n"
                                           "2020-06-03,split,,1,,\n"
                                           "2020-06-03,rights,,0.3,,\n"
                                           "2020-06-03,dividend,1,,,USD\n"
                                           "2020-06-02,dividend,0.3,,,\n"
                                           "2020-06-04,bonus,,0.3,,\n"
                                           "2020-06-04,split,,2,,\n"
                                           "2020-06-05,\"split,,2,,\n"
                                           "2020-06-06,split,,2,,CNY,more\n"
                                           "2020-06-07,split,,nan,,\n",
                                       "CNY");
    std::map<std::size_t, std::string> const expected{
        {3, "date.malformed"},        {4, "kind.unknown"},           {5, "cash.missing"},
        {6, "cash.malformed"},        {7, "new_per_old.unexpected"}, {8, "new_per_old.malformed"},
        {9, "price.missing"},         {10, "currency.differs"},      {11, "row.repeated"},
        {13, "row.repeated"},         {14, "row.damaged"},           {15, "row.damaged"},
        {16, "new_per_old.malformed"}};
    BOOST_TEST((reasons(csv.rejected) == expected));
    BOOST_TEST(csv.actions.size() == 2U);
    BOOST_TEST(csv.rejected.front().text == "06/02/2020,dividend,0.2,,,");
}

BOOST_AUTO_TEST_CASE(a_file_without_its_columns_is_refused) {
    for (auto const* text : {"", "ex_date,cash\n", "date,kind\n"})
        BOOST_CHECK_EXCEPTION((void)parse_actions_csv(text, "USD"), Error,
                              [](Error const& e) { return e.reason() == "csv.column_missing"; });
    BOOST_CHECK_EXCEPTION(
        (void)parse_actions_csv(std::string(max_actions_csv_bytes + 1, ' '), "USD"), Error,
        [](Error const& e) { return e.reason() == "import.too_large"; });
}

// (15 - 0.2 + 6 * 0.2) / 1.5 by the mainland formula.
BOOST_AUTO_TEST_CASE(mainland_terms_of_one_day_are_the_exchanges_price) {
    auto const settled =
        settle("2020-06-02,dividend,0.2,,,\n2020-06-02,rights,,0.2,6,\n2020-06-02,bonus,,0.3,,\n",
               Market::cn);
    BOOST_TEST(carried(15, settled.found.actions) == 16 / 1.5, boost::test_tools::tolerance(1e-14));
    BOOST_REQUIRE_EQUAL(settled.found.amounts.size(), 3U);
    BOOST_TEST(settled.found.amounts[0] == 1.3, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(settled.found.amounts[1] == 6);
    BOOST_TEST(settled.found.amounts[2] == 0.2);
}

// 1-for-5 and 0.5 a share held before: (15 - 0.5) * 5.
BOOST_AUTO_TEST_CASE(a_consolidation_counts_cash_on_the_shares_before) {
    auto const settled =
        settle("2020-06-02,split,,0.2,,\n2020-06-02,dividend,0.5,,,\n", Market::hk);
    BOOST_TEST(carried(15, settled.found.actions) == 72.5, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(settled.found.actions[0].note == "1-for-5 reverse split");
}

// 4-for-1 makes 15 to 3.75, of which 0.15 are 4 %.
BOOST_AUTO_TEST_CASE(us_cash_is_a_share_of_the_close_on_the_new_basis) {
    auto const settled = settle("2020-06-02,dividend,0.15,,,\n2020-06-02,split,,4,,\n", Market::us);
    BOOST_REQUIRE_EQUAL(settled.found.actions.size(), 2U);
    BOOST_TEST(settled.found.actions[0].note == "4-for-1 split");
    BOOST_TEST(settled.found.actions[1].a == 0.96, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(settled.found.actions[1].b == 0);
}

BOOST_AUTO_TEST_CASE(what_does_not_meet_the_bars_is_refused) {
    for (auto const market : {Market::us, Market::cn}) {
        auto const settled = settle(
            "2020-06-01,dividend,1,,,\n2020-06-02,dividend,15,,,\n2020-06-03,dividend,1,,,\n",
            market);
        BOOST_TEST(settled.found.actions.empty());
        BOOST_TEST(
            (reasons(settled.rejected) ==
             std::map<std::size_t, std::string>{
                 {2, "ex_date.before_bars"}, {3, "cash.above_price"}, {4, "ex_date.after_bars"}}));
    }
}

BOOST_AUTO_TEST_SUITE_END()
