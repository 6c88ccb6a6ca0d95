#include <ec/marketdata/sec_filings.hpp>

#include <ec/base/error.hpp>

#include <string>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>

using namespace ec;
using namespace ec::marketdata;
using ec::test::failed_with;

namespace {

// Made in the documented form.
std::string const tickers =
    R"({"0":{"cik_str":320193,"ticker":"AAPL","title":"Apple Inc."},)"
    R"("1":{"cik_str":1067983,"ticker":"BRK-B","title":"BERKSHIRE HATHAWAY INC"},)"
    R"("2":{"cik_str":"x","ticker":"BAD","title":"no number"},)"
    R"("3":{"cik_str":1,"title":"no ticker"},"4":7,)"
    R"("5":{"cik_str":19617,"ticker":"JPM","title":"JPMORGAN CHASE & CO"}})";

}  // namespace

BOOST_AUTO_TEST_SUITE(sec_filings)

BOOST_AUTO_TEST_CASE(tickers_lead_to_filers) {
    auto const companies = parse_company_tickers(tickers);
    BOOST_REQUIRE_EQUAL(companies.size(), 3U);
    BOOST_TEST(find_company(companies, market::Symbol::parse("AAPL"))->cik == 320193);
    BOOST_TEST(find_company(companies, market::Symbol::parse("BRK.B"))->cik == 1067983);
    BOOST_TEST(find_company(companies, market::Symbol::parse("JPM"))->title ==
               "JPMORGAN CHASE & CO");
    for (auto const* other : {"MSFT", "0700.HK", "^GSPC", "BRK.A"})
        BOOST_TEST(!find_company(companies, market::Symbol::parse(other)).has_value(), other);
}

BOOST_AUTO_TEST_CASE(another_answer_is_refused) {
    auto const refused = [](std::string const& bytes, std::string const& reason) {
        BOOST_CHECK_EXCEPTION((void)parse_company_tickers(bytes), Error, failed_with(reason));
    };
    refused("", "provider.empty");
    refused("  \n", "provider.empty");
    refused("<!DOCTYPE html><p>Your Request Originates from an Undeclared Automated Tool",
            "provider.html");
    refused("Too many requests", "provider.not_json");
    refused("[]", "provider.shape");
    refused("{}", "provider.shape");
    refused(R"({"0":{"cik":320193}})", "provider.shape");
    refused(R"({"0":{"cik_str":99999999999,"ticker":"A","title":"x"}})", "provider.shape");
    refused(R"({"0":{"cik_str":-5,"ticker":"A","title":"x"}})", "provider.shape");
    for (std::size_t cut = 1; cut < tickers.size(); ++cut)
        refused(tickers.substr(0, cut), "provider.truncated");
}

BOOST_AUTO_TEST_SUITE_END()
