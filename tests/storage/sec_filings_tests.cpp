#include <ec/marketdata/sec_filings.hpp>

#include "routing_fixture.hpp"

#include <ec/base/error.hpp>

#include <boost/test/unit_test.hpp>

#include <support/failed_with.hpp>
#include <support/source_files.hpp>

using namespace ec;
using namespace ec::marketdata;
using ec::test::engines;
using ec::test::failed_with;
using ec::test::Routed;
using ec::test::StubAnswer;
using ec::test::StubRequest;
using ec::test::StubServer;

namespace ec::test::filings {

std::string const tickers =
    R"({"0":{"cik_str":320193,"ticker":"AAPL","title":"Apple Inc."},)"
    R"("1":{"cik_str":1067983,"ticker":"BRK-B","title":"BERKSHIRE HATHAWAY INC"}})";

/// The SEC: its list, Apple's figures, nothing else.
struct Filed {
    explicit Filed(std::string const& engine) : routed(engine) {
        LiveSettings http;
        http.endpoints["sec"] = server.url("");
        live = std::make_unique<LiveTransport>(routed.vault, std::move(http));
    }
    SecFilings filings(ProviderTransport& transport, std::string const& contact) {
        return {routed.health, transport, {routed.settings.calls, contact}, &routed.metrics};
    }

    Routed routed;
    std::string facts = read_source_file("tests/data/fundamentals/AAPL_companyfacts.json");
    StubServer server{[this](StubRequest const& request) {
        if (request.target == "/files/company_tickers.json") return StubAnswer::json(200, tickers);
        if (request.target == "/api/xbrl/companyfacts/CIK0000320193.json")
            return StubAnswer::json(200, facts);
        return StubAnswer::whole(404, "application/xml", "<Error>NoSuchKey</Error>");
    }};
    std::unique_ptr<LiveTransport> live;
};

}  // namespace ec::test::filings

using ec::test::filings::Filed;

BOOST_AUTO_TEST_SUITE(sec_filings)

BOOST_DATA_TEST_CASE(a_contact_is_named_or_nothing_goes_out, engines(), engine) {
    Filed filed(engine);
    auto nameless = filed.filings(*filed.live, "");
    BOOST_CHECK_EXCEPTION(
        (void)nameless.fetch(filed.routed.context(), market::Symbol::parse("AAPL")), Error,
        [](Error const& error) {
            BOOST_TEST(error.reason() == "sec.contact_missing");
            BOOST_TEST(error.fields().at(0).field == "providers.sec_contact");
            return true;
        });
    BOOST_TEST(filed.server.connections() == 0);
    auto named = filed.filings(*filed.live, "me@example.org");
    (void)named.fetch(filed.routed.context(), market::Symbol::parse("AAPL"));
    for (auto const& request : filed.server.requests())
        BOOST_TEST(request.header("user-agent") == "EquityCompass me@example.org");
}

BOOST_DATA_TEST_CASE(figures_come_with_their_company_and_can_be_replayed, engines(), engine) {
    Filed filed(engine);
    auto live = filed.filings(*filed.live, "me@example.org");
    auto const context = filed.routed.context();
    auto const first = live.fetch(context, market::Symbol::parse("AAPL"));
    BOOST_TEST(first.company.cik == 320193);
    BOOST_TEST(first.file.facts.size() > 10U);
    (void)live.fetch(context, market::Symbol::parse("AAPL"));
    BOOST_TEST(filed.server.requests().size() == 3U);  // the list was asked for once
    BOOST_TEST(filed.routed.state("sec").calls_today == 3);
    VaultTransport vault(filed.routed.vault, first.fetched_at_us);
    auto replay = filed.filings(vault, "");
    auto const again = replay.fetch(context, market::Symbol::parse("AAPL"));
    BOOST_TEST(again.vault_id == first.vault_id);
    BOOST_TEST(again.file.facts.size() == first.file.facts.size());
    BOOST_TEST(filed.server.requests().size() == 3U);
}

BOOST_DATA_TEST_CASE(what_the_sec_does_not_have_is_said, engines(), engine) {
    Filed filed(engine);
    auto filings = filed.filings(*filed.live, "me@example.org");
    auto const context = filed.routed.context();
    auto const fetch = [&](char const* symbol) {
        return filings.fetch(context, market::Symbol::parse(symbol));
    };
    BOOST_CHECK_EXCEPTION((void)fetch("0700.HK"), Error, failed_with("sec.not_us"));
    BOOST_CHECK_EXCEPTION((void)fetch("SPY"), Error, failed_with("sec.no_filer"));
    for (int i = 0; i < 4; ++i)
        BOOST_CHECK_EXCEPTION((void)fetch("BRK.B"), Error, failed_with("provider.unknown_symbol"));
    BOOST_TEST(filed.routed.state("sec").breaker.failures == 0);
    filed.facts = "{\"cik\": 320193, \"facts\": ";
    for (int i = 0; i < 3; ++i)
        BOOST_CHECK_EXCEPTION((void)fetch("AAPL"), Error, failed_with("facts_file.malformed"));
    auto const calls = filed.server.requests().size();
    BOOST_CHECK_EXCEPTION((void)fetch("AAPL"), Error, failed_with("provider.breaker_open"));
    BOOST_TEST(filed.server.requests().size() == calls);
}

BOOST_AUTO_TEST_SUITE_END()
