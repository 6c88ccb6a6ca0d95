#include <ec/marketdata/filed_facts.hpp>

#include <ec/base/error.hpp>
#include <ec/market/csv.hpp>
#include <ec/market/ratios.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace ec::marketdata;
using ec::Date;
using ec::Error;
using ec::market::FigureAbsence;
using ec::market::Fundamentals;
using ec::market::StatementItem;

namespace {

std::string read_data(std::string const& name) {
    auto const path = std::filesystem::path(EC_SOURCE_DIR) / "tests/data/fundamentals" / name;
    std::ifstream file(path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(file.good(), path);
    return {std::istreambuf_iterator<char>(file), {}};
}

Fundamentals recorded(std::string const& company) {
    return Fundamentals(parse_company_facts(read_data(company + "_companyfacts.json")).facts);
}

auto refused(std::string reason, std::string piece) {
    return [reason = std::move(reason), piece = std::move(piece)](Error const& error) {
        BOOST_TEST(error.reason() == reason, error.what());
        return std::string(error.what()).find(piece) != std::string::npos ||
               error.public_message().find(piece) != std::string::npos;
    };
}

Date day(std::string_view iso) { return Date::parse(iso, "day"); }

std::optional<double> figure_or_ratio(Fundamentals const& company, Date as_of, double close,
                                      std::string const& name) {
    auto const statements = ec::market::compute_statements(company.as_of(as_of));
    if (auto const& figure = statements.figure(name); figure.present()) return figure.value;
    auto const ratios =
        ec::market::compute_ratios(statements, ec::market::MarketPrice{close, "USD", {}});
    for (auto const& ratio : ratios)
        if (ratio.definition->id == name && ratio.absent == FigureAbsence::none) {
            for (auto const& input : ratio.inputs) BOOST_TEST((input.filed <= as_of));
            return ratio.value;
        }
    return std::nullopt;
}

std::string const csv_heading = "concept,period_start,period_end,value,unit,form,filed,accession\n";
std::string const csv_row =
    "revenue,2019-01-01,2019-12-31,1e3,CNY,annual report,2020-03-30,2020-018\n";

std::string in_json(std::string const& rows) {
    return R"({"entityName":"A","facts":{"us-gaap":{"Revenues":{"units":{"USD":[)" + rows +
           "]}}}}}";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(filed_facts)

// Every figure that the independent script computes, on days before and after filings.
BOOST_AUTO_TEST_CASE(recorded_filings_give_the_expected_figures) {
    auto const expected = ec::market::parse_csv_table(read_data("expected.csv"));
    std::map<std::string, Fundamentals> companies;
    std::size_t equal = 0;
    for (auto const& row : expected.rows) {
        auto const& company = companies.try_emplace(row[0], recorded(row[0])).first->second;
        auto const found = figure_or_ratio(company, day(row[1]), std::stod(row[2]), row[3]);
        BOOST_TEST_CONTEXT(row[0] << " " << row[1] << " " << row[3]) {
            BOOST_REQUIRE(found.has_value());
            BOOST_TEST(*found == std::stod(row[4]), boost::test_tools::tolerance(1e-12));
            ++equal;
        }
    }
    BOOST_TEST(equal >= 50U);
    if (auto const* folder = std::getenv("EC_PROOFS_DIR"); folder != nullptr)
        std::ofstream(std::filesystem::path(folder) / "3.5")
            << equal << " of " << expected.rows.size()
            << " AAPL and JPM figures of 4 days equal the independent script's; 1 price pair "
               "recorded, 3 constructed\n";
}

// The quarter that ends on 2025-06-28 is 94.0 billion, the year to date 313.7 with the same end.
BOOST_AUTO_TEST_CASE(quarter_and_year_to_date_share_an_end) {
    auto const view = recorded("AAPL").as_of(day("2026-05-04"));
    auto const item = StatementItem::revenue;
    BOOST_TEST(view.period(item, day("2025-03-30"), day("2025-06-28")).value == 94'036e6);
    BOOST_TEST(view.period(item, day("2024-09-29"), day("2025-06-28")).value == 313'695e6);
    std::map<Date, double> quarters;
    for (auto const& quarter : view.quarters(item)) quarters[quarter.end] = quarter.value;
    BOOST_TEST(quarters[day("2025-06-28")] == 94'036e6);
    BOOST_TEST(quarters[day("2024-09-28")] == 94'930e6);   // 391,035 - 296,105
    BOOST_TEST(quarters[day("2025-09-27")] == 102'466e6);  // 416,161 - 313,695
    BOOST_TEST(quarters[day("2026-03-28")] == 111'184e6);
    double eps = 0;
    for (auto const& quarter : view.quarters(StatementItem::eps_diluted))
        if (quarter.end == day("2024-09-28")) eps = quarter.value;
    BOOST_TEST(eps == 0.97, boost::test_tools::tolerance(1e-9));  // 6.08 - 5.11
    BOOST_TEST(view.trailing_year(item, day("2025-09-27")).value == 416'161e6);
}

BOOST_AUTO_TEST_CASE(a_day_knows_only_what_was_filed_by_it) {
    auto const aapl = recorded("AAPL");
    auto const at = [&](char const* as_of) {
        return ec::market::compute_statements(aapl.as_of(day(as_of)));
    };
    BOOST_TEST(!at("2025-01-30").filed);
    BOOST_TEST(to_string(at("2025-01-30").figure("revenue_ttm").absent) == "no_filing_by_as_of");
    // The year to September 2024 came with the report of October 2025 in this extract.
    BOOST_TEST(!at("2025-10-30").figure("revenue_ttm").present());
    BOOST_TEST(at("2025-10-31").figure("revenue_ttm").value == 416'161e6);
    BOOST_TEST(at("2025-10-31").form == "10-K");
    auto const later = at("2026-01-30");
    BOOST_TEST(later.figure("revenue_ttm").value == 435'617e6);  // 416,161 + 143,756 - 124,300
    BOOST_TEST(later.form == "10-Q");
    BOOST_CHECK(later.period_end == day("2025-12-27"));
    BOOST_TEST(at("2027-12-31").figure("revenue_ttm").present() == false);
}

BOOST_AUTO_TEST_CASE(damaged_json_is_refused_by_name) {
    auto const good = read_data("AAPL_companyfacts.json");
    for (std::string const& bad :
         {std::string(), std::string("<html><body>busy</body></html>"), good.substr(0, 2000),
          good + "x", std::string(100, '['), std::string("\xEF\xBB\xBF{}\xFF")})
        BOOST_CHECK_EXCEPTION((void)parse_company_facts(bad), Error,
                              refused("facts_file.malformed", "JSON"));
    BOOST_CHECK_EXCEPTION((void)parse_company_facts("[]"), Error,
                          refused("facts_file.shape", "whole file"));
    BOOST_CHECK_EXCEPTION((void)parse_company_facts("{\"facts\":3}"), Error,
                          refused("facts_file.shape", "facts"));
    BOOST_CHECK_EXCEPTION(
        (void)parse_company_facts(R"({"facts":{"us-gaap":{"Revenues":{"units":{"USD":1}}}}})"),
        Error, refused("facts_file.shape", "us-gaap:Revenues.units.USD"));
    BOOST_CHECK_EXCEPTION((void)parse_company_facts(std::string(max_facts_bytes + 1, ' ')), Error,
                          refused("facts_file.too_large", "64 MiB"));
    BOOST_CHECK_EXCEPTION((void)parse_facts_csv(std::string(max_facts_bytes + 1, ' ')), Error,
                          refused("facts_file.too_large", "64 MiB"));
}

BOOST_AUTO_TEST_CASE(rows_of_json_that_are_no_facts_are_refused_one_by_one) {
    std::string const good =
        R"({"start":"2019-01-01","end":"2019-12-31","val":5,"accn":"a-1","form":"10-K",)"
        R"("filed":"2020-02-10"})";
    auto const with = [&](std::string const& from, std::string const& to) {
        auto text = good;
        text.replace(text.find(from), from.size(), to);
        return text;
    };
    for (auto const& [row, reason] :
         {std::pair(with("5", "null"), "value.missing"),
          std::pair(with("5", "\"5\""), "value.missing"),
          std::pair(with("2019-12-31", "2019-13-31"), "date.malformed"),
          std::pair(with("\"2019-01-01\"", "7"), "date.malformed"),
          std::pair(with("2019-01-01", "2020-01-01"), "period.backwards"),
          std::pair(with("2020-02-10", "2019-12-30"), "filed.before_period_end"),
          std::pair(with("\"start\":\"2019-01-01\",", ""), "period.missing"),
          std::pair(with("a-1", ""), "accession.missing"),
          std::pair(with("10-K", ""), "form.missing"),
          std::pair(good + "," + with("5", "6"), "duplicate.conflicting"),
          std::pair(std::string("17"), "value.missing")}) {
        auto const file = parse_company_facts(in_json(row));
        BOOST_TEST_CONTEXT(row) {
            BOOST_REQUIRE(file.rejected.size() == 1U);
            BOOST_TEST(file.rejected[0].reason == reason);
        }
    }
    auto const twice = parse_company_facts(in_json(good + "," + good));
    BOOST_TEST(twice.facts.size() == 1U);
    BOOST_TEST(twice.rejected.empty());
    auto const odd =
        parse_company_facts(R"({"facts":{"us-gaap":{"Revenues":{"units":{"shares":[)" + good +
                            R"(]}},)" + R"("Goodwill":{"units":{"USD":[)" + good + "]}}}}}");
    BOOST_TEST(odd.rejected.at(0).reason == "unit.unknown");
    BOOST_TEST(odd.other_tags == 1U);
}

BOOST_AUTO_TEST_CASE(csv_rows_by_column_name) {
    auto const file = parse_facts_file(
        csv_heading + csv_row + "equity,,2019-12-31,500,CNY,annual report,2020-03-30,2020-018\n");
    BOOST_REQUIRE(file.facts.size() == 2U);
    BOOST_TEST(file.facts[0].value == 1000);
    BOOST_TEST(file.facts[0].form == "annual report");
    BOOST_TEST(!file.facts[1].start);
    auto const moved = parse_facts_csv(
        "value,concept,unit,form,filed,accession,period_end,period_start\r\n"
        "2.5,eps_diluted,HKD/shares,AR,2020-03-30,x,2019-12-31,2019-01-01\r\n");
    BOOST_REQUIRE(moved.facts.size() == 1U);
    BOOST_TEST(moved.facts[0].unit == "HKD/shares");
}

BOOST_AUTO_TEST_CASE(csv_rows_are_refused_with_line_and_reason) {
    auto const file = parse_facts_csv(
        csv_heading + csv_row +                                                        // 2
        "turnover,2019-01-01,2019-12-31,1,CNY,AR,2020-03-30,x\n"                       // 3
        "revenue,2019-01-01,2019-12-31,1 000,CNY,AR,2020-03-30,x\n"                    // 4
        "revenue,2019/01/01,2019-12-31,1,CNY,AR,2020-03-30,x\n"                        // 5
        "equity,2019-01-01,2019-12-31,1,CNY,AR,2020-03-30,x\n"                         // 6
        "revenue,2019-01-01,2019-12-31,nan,CNY,AR,2020-03-30,x\n"                      // 7
        "revenue,2019-01-01,2019-12-31,1,yuan,AR,2020-03-30,x\n"                       // 8
        "revenue,2019-01-01,2019-12-31,1\n"                                            // 9
        "revenue,2019-01-01,2019-12-31,999,CNY,annual report,2020-03-30,2020-018\n");  // 10
    std::map<std::size_t, std::string> reasons;
    for (auto const& row : file.rejected) reasons[row.line] = row.reason;
    std::map<std::size_t, std::string> const expected{
        {3, "concept.unknown"},     {4, "value.missing"},         {5, "date.malformed"},
        {6, "period.of_a_balance"}, {7, "value.not_finite"},      {8, "unit.unknown"},
        {9, "row.damaged"},         {10, "duplicate.conflicting"}};
    BOOST_CHECK(reasons == expected);
    BOOST_TEST(file.facts.size() == 1U);
    BOOST_TEST(file.rows_read == 9U);
    BOOST_TEST(file.rejected[0].text.starts_with("turnover,"));
    BOOST_CHECK_EXCEPTION((void)parse_facts_csv("concept,value\n"), Error,
                          refused("facts_file.heading", "period_start, period_end, unit"));
    BOOST_CHECK_EXCEPTION((void)parse_facts_csv(""), Error,
                          refused("facts_file.heading", "concept"));
}

BOOST_AUTO_TEST_SUITE_END()
