#include <ec/market/fundamentals.hpp>

#include <support/random_seed.hpp>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using ec::Date;
using ec::market::FigureAbsence;
using ec::market::FiledFact;
using ec::market::Fundamentals;
using ec::market::FundamentalsView;
using ec::market::StatementItem;

namespace {

Date day(char const* iso) { return Date::parse(iso, "day"); }

FiledFact fact(char const* tag, char const* start, char const* end, double value, char const* filed,
               char const* unit = "USD") {
    FiledFact made{tag,    unit,       std::nullopt, day(end), std::string("acc-") + filed,
                   "10-Q", day(filed), value};
    if (*start != '\0') made.start = day(start);
    return made;
}

constexpr char const* revenue = "us-gaap:Revenues";
constexpr char const* new_revenue = "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax";

/// A calendar-year company: 2019 by its parts, first quarter of 2020.
std::vector<FiledFact> one_year() {
    return {fact(revenue, "2018-01-01", "2018-12-31", 80, "2019-02-10"),
            fact(revenue, "2019-01-01", "2019-03-31", 20, "2019-05-01"),
            fact(revenue, "2019-04-01", "2019-06-30", 22, "2019-08-01"),
            fact(revenue, "2019-01-01", "2019-06-30", 42, "2019-08-01"),
            fact(revenue, "2019-07-01", "2019-09-30", 24, "2019-11-01"),
            fact(revenue, "2019-01-01", "2019-09-30", 66, "2019-11-01"),
            fact(revenue, "2019-01-01", "2019-12-31", 100, "2020-02-10"),
            fact(revenue, "2020-01-01", "2020-03-31", 27, "2020-05-01")};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fundamentals)

BOOST_AUTO_TEST_CASE(every_tag_stands_for_one_item) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < ec::market::statement_item_count; ++i) {
        auto const item = static_cast<StatementItem>(i);
        auto const tags = ec::market::tags_of(item);
        BOOST_REQUIRE(!tags.empty());
        BOOST_TEST(tags.back() == to_string(item));
        for (auto const tag : tags) {
            BOOST_TEST(seen.insert(tag).second, tag);
            BOOST_CHECK(ec::market::find_item(tag) == item);
        }
    }
    BOOST_CHECK(!ec::market::find_item("us-gaap:Goodwill"));
}

BOOST_AUTO_TEST_CASE(a_value_is_the_last_one_filed_by_the_day) {
    Fundamentals const company({fact(revenue, "2019-01-01", "2019-12-31", 100, "2020-02-10"),
                                fact(revenue, "2019-01-01", "2019-12-31", 97, "2021-02-10"),
                                fact(revenue, "2019-01-01", "2019-12-31", 98, "2020-08-01")});
    auto const value = [&](char const* as_of) {
        return company.as_of(day(as_of))
            .period(StatementItem::revenue, day("2019-01-01"), day("2019-12-31"));
    };
    BOOST_TEST(!value("2020-02-09").present());
    BOOST_TEST(value("2020-02-10").value == 100);
    BOOST_TEST(value("2020-12-31").value == 98);
    BOOST_TEST(value("2021-02-10").value == 97);
    BOOST_TEST(value("2021-02-10").inputs.at(0).accession == "acc-2021-02-10");
}

// Quarter and year to date share one end: told apart by their start.
BOOST_AUTO_TEST_CASE(a_quarter_is_not_the_year_to_date) {
    Fundamentals const company(one_year());
    auto const view = company.as_of(day("2019-12-31"));
    auto const item = StatementItem::revenue;
    BOOST_TEST(view.period(item, day("2019-07-01"), day("2019-09-30")).value == 24);
    BOOST_TEST(view.period(item, day("2019-01-01"), day("2019-09-30")).value == 66);
    auto const quarters = view.quarters(item);
    BOOST_REQUIRE(quarters.size() == 3U);
    BOOST_TEST(quarters.back().value == 24);
    BOOST_TEST(quarters.back().inputs.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_fourth_quarter_is_the_year_less_nine_months) {
    Fundamentals const company(one_year());
    auto const quarters = company.as_of(day("2020-02-10")).quarters(StatementItem::revenue);
    BOOST_REQUIRE(quarters.size() == 4U);
    BOOST_TEST(quarters.back().value == 34);
    BOOST_CHECK(quarters.back().start == day("2019-10-01"));
    BOOST_TEST(quarters.back().inputs.size() == 2U);
}

BOOST_AUTO_TEST_CASE(trailing_years) {
    Fundamentals const company(one_year());
    auto const item = StatementItem::revenue;
    auto const year = company.as_of(day("2020-02-10")).trailing_year(item, day("2019-12-31"));
    BOOST_TEST(year.value == 100);
    auto const rolled = company.as_of(day("2020-05-01")).trailing_year(item, day("2020-03-31"));
    BOOST_TEST(rolled.value == 107);  // 100 + 27 - 20
    BOOST_CHECK(rolled.start == day("2019-04-01"));
    BOOST_TEST(rolled.inputs.size() == 3U);
    BOOST_TEST(!company.as_of(day("2020-04-30")).trailing_year(item, day("2020-03-31")).present());
    // Without a whole year: four quarters.
    auto parts = one_year();
    std::erase_if(parts, [](FiledFact const& f) { return f.end - *f.start > 300; });
    parts.push_back(fact(revenue, "2019-10-01", "2019-12-31", 33, "2020-02-10"));
    auto const summed =
        Fundamentals(parts).as_of(day("2020-05-01")).trailing_year(item, day("2020-03-31"));
    BOOST_TEST(summed.value == 22 + 24 + 33 + 27);
    auto const before =
        company.as_of(day("2020-05-01")).trailing_year_before(item, day("2019-12-31"), 1);
    BOOST_TEST(before.value == 80);
    BOOST_TEST(!company.as_of(day("2020-05-01"))
                    .trailing_year_before(item, day("2019-12-31"), 3)
                    .present());
}

BOOST_AUTO_TEST_CASE(a_change_of_tag_is_bridged) {
    Fundamentals const company({fact(revenue, "2018-01-01", "2018-12-31", 80, "2019-02-10"),
                                fact(new_revenue, "2018-01-01", "2018-03-31", 18, "2019-05-01"),
                                fact(new_revenue, "2019-01-01", "2019-03-31", 20, "2019-05-01")});
    auto const figure =
        company.as_of(day("2019-05-01")).trailing_year(StatementItem::revenue, day("2019-03-31"));
    BOOST_REQUIRE(figure.present());
    BOOST_TEST(figure.value == 82);
    BOOST_TEST(figure.inputs.at(0).tag == revenue);
}

BOOST_AUTO_TEST_CASE(tags_that_contradict_are_not_mixed) {
    std::vector<FiledFact> facts{fact(revenue, "2018-01-01", "2018-12-31", 80, "2019-02-10"),
                                 fact(new_revenue, "2018-01-01", "2018-12-31", 60, "2019-02-10"),
                                 fact(new_revenue, "2018-01-01", "2018-03-31", 12, "2019-05-01"),
                                 fact(new_revenue, "2019-01-01", "2019-03-31", 14, "2019-05-01")};
    auto const view = Fundamentals(facts).as_of(day("2019-05-01"));
    BOOST_TEST(view.trailing_year(StatementItem::revenue, day("2019-03-31")).value == 62);
    auto const earlier = Fundamentals(facts).as_of(day("2019-02-10"));
    BOOST_TEST(earlier.trailing_year(StatementItem::revenue, day("2018-12-31")).value == 80);
}

BOOST_AUTO_TEST_CASE(earnings_per_share_do_not_mix_share_counts) {
    auto const income = "us-gaap:NetIncomeLoss";
    auto const eps = "us-gaap:EarningsPerShareDiluted";
    std::vector<FiledFact> facts{
        fact(income, "2019-01-01", "2019-12-31", 400, "2020-02-10"),
        fact(income, "2019-01-01", "2019-03-31", 100, "2020-05-01"),
        fact(income, "2020-01-01", "2020-03-31", 120, "2020-05-01"),
        fact(eps, "2019-01-01", "2019-12-31", 4, "2020-02-10", "USD/shares"),
        fact(eps, "2019-01-01", "2019-03-31", 0.25, "2020-05-01", "USD/shares"),
        fact(eps, "2020-01-01", "2020-03-31", 0.3, "2020-05-01", "USD/shares")};
    auto const at = [&] {
        return Fundamentals(facts)
            .as_of(day("2020-05-01"))
            .trailing_year(StatementItem::eps_diluted, day("2020-03-31"));
    };
    BOOST_CHECK(at().absent == FigureAbsence::share_basis);
    facts[3].value = 1;
    BOOST_REQUIRE(at().present());
    BOOST_TEST(at().value == 1.05, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(nonsense_is_left_out) {
    auto ends_later = fact(revenue, "2019-01-01", "2019-12-31", 100, "2019-12-30");
    auto backwards = fact(revenue, "2019-12-31", "2019-01-01", 100, "2020-02-10");
    BOOST_TEST(
        FundamentalsView(std::vector{ends_later, backwards}, day("2021-01-01")).facts().empty());
}

// The point of the whole type: what is filed later changes no earlier view.
BOOST_AUTO_TEST_CASE(later_filings_never_change_an_earlier_view) {
    std::mt19937_64 random(ec::test::random_seed());
    auto const below = [&](std::uint64_t n) { return random() % n; };
    for (int round = 0; round < 200; ++round) {
        auto const made = [&](Date from) {
            auto const quarter = static_cast<std::int32_t>(below(12));
            auto const start = day("2017-01-01") + 91 * quarter;
            FiledFact f;
            f.tag = below(2) == 0 ? revenue : new_revenue;
            f.unit = "USD";
            f.start = start;
            f.end = start + 91 * static_cast<std::int32_t>(1 + below(4)) - 1;
            f.filed = std::max(from, f.end + 1) + static_cast<std::int32_t>(below(90));
            f.accession = std::to_string(random());
            f.value = static_cast<double>(1 + below(1000));
            return f;
        };
        std::vector<FiledFact> facts;
        for (int i = 0; i < 40; ++i) facts.push_back(made(day("2017-01-01")));
        auto const as_of = day("2018-06-30") + static_cast<std::int32_t>(below(400));
        auto const before = Fundamentals(facts).as_of(as_of);
        for (int i = 0; i < 40; ++i) facts.push_back(made(as_of + 1));
        std::ranges::shuffle(facts, random);
        auto const after = Fundamentals(facts).as_of(as_of);
        BOOST_REQUIRE(std::ranges::equal(before.facts(), after.facts()));
        for (auto const& known : before.facts()) {
            auto const item = StatementItem::revenue;
            auto const a = before.trailing_year(item, known.end);
            auto const b = after.trailing_year(item, known.end);
            BOOST_REQUIRE(a.value == b.value);
            BOOST_REQUIRE(a.inputs == b.inputs);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
