#include <ec/marketdata/sec_filings.hpp>

#include <ec/base/error.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <paced_call.hpp>
#include <single_flight.hpp>

#include <memory>
#include <mutex>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

constexpr std::string_view list_url = "https://www.sec.gov/files/company_tickers.json";
// Companies come and go by the day; a list of yesterday still names the others.
constexpr Micros list_lives_us = micros_per_day;

using Companies = std::vector<SecCompany>;

Error contact_missing() {
    return invalid_field("sec.contact_missing", "providers.sec_contact", "", "is empty",
                         "The SEC answers only programs that name a contact: set "
                         "providers.sec_contact to your e-mail address.");
}

Error refused(int status) {
    auto const said = fmt::format(" (HTTP status {})", status);
    if (status == 429)
        return {ErrorCode::rate_limited, "provider.rate_limited",
                fmt::format("{} takes no more requests for now. Wait.", sec_title) + said};
    if (status == 404)
        return {ErrorCode::not_found, "provider.unknown_symbol",
                fmt::format("{} has no filed figures of this company.", sec_title) + said};
    if (status == 403)
        return {ErrorCode::unavailable, "provider.no_permission",
                fmt::format("{} refused the request. Check providers.sec_contact and wait ten "
                            "minutes.",
                            sec_title) +
                    said};
    return {ErrorCode::unavailable, "provider.shape",
            fmt::format("{} answered with an error. Try again later.", sec_title) + said};
}

}  // namespace

struct SecFilings::State {
    TransportAnswer ask(CallContext const& context, std::string_view url, std::string symbol,
                        std::function<void(TransportAnswer const&)> const& take);
    std::shared_ptr<Companies const> companies(CallContext const& context);
    FetchedFilings fetch(CallContext const& context, SecCompany const& company,
                         std::string const& symbol);

    ProviderHealth& health;
    ProviderTransport& transport;
    SecSettings settings;
    Metrics* metrics = nullptr;
    std::mutex mutex = {};
    std::shared_ptr<Companies const> list = {};
    Micros list_until_us = 0;
    SingleFlight<std::shared_ptr<Companies const>> list_flights = {};
    SingleFlight<FetchedFilings> flights = {};
};

TransportAnswer SecFilings::State::ask(CallContext const& context, std::string_view url,
                                       std::string symbol,
                                       std::function<void(TransportAnswer const&)> const& take) {
    PacedCall call;
    call.request.request.url = url;
    call.request.request.headers = {
        {"User-Agent", fmt::format("EquityCompass {}", settings.contact)}};
    call.request.question = {std::string(sec_name), fmt::format("GET {}", url), std::move(symbol),
                             "filings", ""};
    call.request.max_bytes = max_facts_bytes;
    TransportAnswer got;
    auto const outcome = make_call(context, {health, transport, settings.calls, metrics}, call,
                                   [&](TransportAnswer const& answer) {
                                       if (answer.answer.status != 200)
                                           throw refused(answer.answer.status);
                                       take(answer);
                                       got = answer;
                                   });
    if (!outcome.reason.empty()) {
        context.check();
        throw Error(*outcome.error);
    }
    return got;
}

std::shared_ptr<Companies const> SecFilings::State::companies(CallContext const& context) {
    {
        std::scoped_lock const lock(mutex);
        if (list && context.now_us() < list_until_us) return list;
    }
    return list_flights.share("list", context, [&](std::int8_t&) {
        Companies read;
        static_cast<void>(ask(context, list_url, "", [&](TransportAnswer const& answer) {
            read = parse_company_tickers(answer.answer.body);
        }));
        std::scoped_lock const lock(mutex);
        list = std::make_shared<Companies const>(std::move(read));
        list_until_us = context.now_us() + list_lives_us;
        return list;
    });
}

FetchedFilings SecFilings::State::fetch(CallContext const& context, SecCompany const& company,
                                        std::string const& symbol) {
    FetchedFilings out;
    out.company = company;
    auto const url =
        fmt::format("https://data.sec.gov/api/xbrl/companyfacts/CIK{:010}.json", company.cik);
    auto const answer = ask(context, url, symbol, [&](TransportAnswer const& got) {
        out.file = parse_company_facts(got.answer.body);
    });
    out.vault_id = answer.answer.id;
    out.fetched_at_us = answer.answer.fetched_at_us;
    return out;
}

SecFilings::SecFilings(ProviderHealth& health, ProviderTransport& transport, SecSettings settings,
                       Metrics* metrics)
    : state_(new State{health, transport, std::move(settings), metrics}) {}
SecFilings::~SecFilings() = default;

bool SecFilings::configured() const noexcept { return !state_->settings.contact.empty(); }

FetchedFilings SecFilings::fetch(CallContext const& context, market::Symbol const& symbol) {
    bool const live = state_->transport.liveness() == Liveness::live;
    if (live && !configured()) throw contact_missing();
    if (symbol.exchange() != market::Exchange::us)
        throw invalid_field("sec.not_us", "symbol", symbol.text(),
                            "is not listed in the United States",
                            "The SEC has filings of US listings only; import a file instead.");
    auto const list = state_->companies(context);
    auto const company = find_company(*list, symbol);
    if (!company)
        throw Error(ErrorCode::not_found, "sec.no_filer",
                    fmt::format("The SEC's list has no filer with the ticker {}. Funds and indices "
                                "file no figures.",
                                symbol.text()));
    return state_->flights.share(symbol.text(), context, [&](std::int8_t&) {
        return state_->fetch(context, *company, symbol.text());
    });
}

}  // namespace ec::marketdata
