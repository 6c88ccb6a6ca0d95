// One program a provider (EC_FUZZ_PROVIDER). The first byte picks what was asked of it and whether
// the moment is known, the others are the answer: it is refused with one of the documented reasons
// or gives bars that keep their promises.
#include "require.hpp"

#include <ec/base/error.hpp>
#include <ec/market/unit_proof.hpp>
#include <ec/marketdata/provider_answers.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace {

using namespace ec::marketdata;
using ec::fuzz::require;
using ec::market::InstrumentKind;

struct Asked {
    Provider provider;
    std::string_view symbol;
    InstrumentKind kind = InstrumentKind::stock;
};

// The order within a provider is that of its corpus: files begin with the index of their row.
constexpr Asked asked[] = {
    {Provider::yahoo, "AAPL"},
    {Provider::yahoo, "0700.HK"},
    {Provider::yahoo, "^GSPC", InstrumentKind::index},
    {Provider::eastmoney_kline, "601872.SH"},
    {Provider::eastmoney_kline, "APP"},
    {Provider::eastmoney_kline, "588000.SH", InstrumentKind::etf},
    {Provider::tencent_quote, "688981.SH"},
    {Provider::tencent_quote, "0700.HK"},
    {Provider::tencent_quote, "AAPL"},
    {Provider::tencent_kline, "001216.SZ"},
    {Provider::tencent_kline, "0001.HK"},
    {Provider::tencent_kline, "000001.SZ"},
    {Provider::sina_quote, "601006.SH"},
    {Provider::sina_quote, "0700.HK"},
    {Provider::sina_quote, "000001.SH", InstrumentKind::index},
    {Provider::tushare, "000001.SZ"},
    {Provider::tushare, "000300.SH", InstrumentKind::index},
    {Provider::alpha_vantage, "MSFT"},
    {Provider::alpha_vantage, "SPY", InstrumentKind::etf},
    {Provider::finnhub_quote, "AAPL"},
    {Provider::finnhub_quote, "SPY", InstrumentKind::etf},
    {Provider::twelve_data, "SPY", InstrumentKind::etf},
    {Provider::twelve_data, "AAPL"},
};

constexpr auto provider = Provider::EC_FUZZ_PROVIDER;
constexpr ec::Micros moment_us = 1'790'000'000'000'000;

Asked const& asked_by(std::uint8_t byte) {
    auto const mine = [](Asked const& one) { return one.provider == provider; };
    auto const first = std::find_if(std::begin(asked), std::end(asked), mine);
    auto const count = std::count_if(std::begin(asked), std::end(asked), mine);
    return first[byte % 128 % count];
}

constexpr std::string_view reasons[] = {
    "provider.empty",          "provider.truncated",    "provider.not_json",
    "provider.html",           "provider.shape",        "provider.bad_row",
    "provider.unknown_symbol", "provider.rate_limited", "provider.no_permission",
    "provider.bad_key",        "provider.wrong_symbol",
};

void check_bar(ec::market::Bar const& bar) {
    for (double const price : {bar.open, bar.high, bar.low, bar.close})
        require(std::isfinite(price) && price > 0);
    double const noise = bar.high * 2e-6;
    bool const ordered = bar.low <= std::min(bar.open, bar.close) + noise &&
                         bar.high >= std::max(bar.open, bar.close) - noise;
    require(ordered || has(bar.flags, ec::market::BarFlag::impossible_price));
    for (double const size : {bar.volume, bar.amount})
        require(std::isnan(size) || (std::isfinite(size) && size >= 0));
}

void check_dates(ProviderAnswer const& answer, AnswerRequest const& request) {
    auto const& date = answer.bars.date;
    require(date.front().year() > 1800);
    for (std::size_t i = 1; i < date.size(); ++i) require(date[i - 1] < date[i]);
    // No zone is a day ahead of UTC.
    if (request.received_at_us)
        require(date.back().days() <= moment_us / (86'400 * ec::micros_per_second) + 1);
}

void check_identity(ProviderAnswer const& answer, AnswerRequest const& request) {
    require(answer.provider == provider && answer.symbol == request.symbol);
    require(answer.instrument == request.kind);
    require(answer.kind == AnswerKind::bars || answer.bars.size() == 1);
    require(answer.currency.size() == 3 &&
            std::all_of(answer.currency.begin(), answer.currency.end(),
                        [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }));
    for (double const scale : {answer.volume_scale, answer.amount_scale})
        require(std::isfinite(scale) && scale > 0);
}

void check_taken(ProviderAnswer const& answer, AnswerRequest const& request) {
    check_identity(answer, request);
    auto const& bars = answer.bars;
    require(!bars.empty() && answer.rows.size() == bars.size());
    require(bars.size() + answer.rejected.size() == answer.rows_read);
    require(answer.adjusted_close.empty() || answer.adjusted_close.size() == bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i) check_bar(bars.at(i));
    for (double const price : answer.adjusted_close)
        require(std::isnan(price) || (std::isfinite(price) && price >= 0));
    check_dates(answer, request);
    for (auto const& row : answer.rejected) require(!row.reason.empty() && row.text.size() <= 200);
    for (auto const& action : answer.actions)
        require(std::isfinite(action.amount) && action.amount > 0);
    for (auto const& action : corporate_actions(answer))
        require(std::isfinite(action.a) && action.a > 0 && std::isfinite(action.b));
    auto const proof = ec::market::prove_units(answer.bars, answer.basis, answer.instrument);
    require(proof.inside <= proof.tested && proof.tested <= bars.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    auto const& one = asked_by(data[0]);
    AnswerRequest request;
    request.symbol = ec::market::Symbol::parse(one.symbol);
    request.kind = one.kind;
    if (data[0] >= 128) request.received_at_us = moment_us;
    RawAnswer const raw{{reinterpret_cast<char const*>(data) + 1, size - 1}, 200};
    try {
        check_taken(parse_answer(provider, request, raw), request);
    } catch (ec::Error const& error) {
        require(std::find(std::begin(reasons), std::end(reasons), error.reason()) !=
                std::end(reasons));
    }
    return 0;
}
