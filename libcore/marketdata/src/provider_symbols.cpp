#include <ec/marketdata/provider.hpp>

namespace ec::marketdata {
namespace {

using market::Exchange;
using market::InstrumentKind;
using market::Symbol;
using Spellings = std::vector<std::string>;

bool is_mainland(Symbol const& symbol) { return symbol.market() == market::Market::cn; }
bool is_us_share(Symbol const& symbol) {
    return symbol.exchange() == Exchange::us && !symbol.code().starts_with('^');
}

std::string five_digits(std::string_view hong_kong_code) {
    return std::string(5 - hong_kong_code.size(), '0').append(hong_kong_code);
}

std::string with_class_mark(std::string_view us_code, char mark) {
    std::string out(us_code);
    for (char& c : out)
        if (c == '.') c = mark;
    return out;
}

// "sh600519", "sz000001", "bj430047".
std::string mainland_prefixed(Symbol const& symbol) {
    return std::string(market::to_string(symbol.exchange())).append(symbol.code());
}

Spellings yahoo(Symbol const& symbol) {
    std::string const code(symbol.code());
    switch (symbol.exchange()) {
        case Exchange::us:
            return {with_class_mark(code, '-')};
        case Exchange::hk:
            return {symbol.text()};
        case Exchange::sh:
            return {code + ".SS"};
        case Exchange::sz:
            return {symbol.text()};
        case Exchange::bj:
            return {};
    }
    return {};
}

Spellings eastmoney(Symbol const& symbol) {
    std::string const code(symbol.code());
    switch (symbol.exchange()) {
        case Exchange::us: {
            if (!is_us_share(symbol)) return {};
            auto const ticker = with_class_mark(code, '_');
            return {"105." + ticker, "106." + ticker, "107." + ticker};
        }
        case Exchange::hk:
            if (code.starts_with('^')) return {"100." + code.substr(1)};
            return {"116." + five_digits(code)};
        case Exchange::sh:
            return {"1." + code};
        case Exchange::sz:
        case Exchange::bj:
            return {"0." + code};
    }
    return {};
}

Spellings tencent(Symbol const& symbol) {
    std::string const code(symbol.code());
    if (is_mainland(symbol)) return {mainland_prefixed(symbol)};
    if (symbol.exchange() == Exchange::us)
        return is_us_share(symbol) ? Spellings{"us" + code} : Spellings{};
    if (code.starts_with('^')) return {"hk" + code.substr(1)};
    return {"hk" + five_digits(code)};
}

// The kline interface wants the listing of a US share after its code.
Spellings tencent_kline(Symbol const& symbol) {
    auto names = tencent(symbol);
    if (!is_us_share(symbol)) return names;
    auto const ticker = names.front();
    return {ticker + ".OQ", ticker + ".N", ticker + ".AM"};
}

Spellings sina(Symbol const& symbol) {
    if (is_mainland(symbol)) return {mainland_prefixed(symbol)};
    // The US and index forms ("gb_aapl", "rt_hkHSI") have other columns.
    if (symbol.exchange() != Exchange::hk || symbol.code().starts_with('^')) return {};
    return {"rt_hk" + five_digits(symbol.code())};
}

Spellings alpha_vantage(Symbol const& symbol, InstrumentKind kind) {
    std::string const code(symbol.code());
    if (kind == InstrumentKind::index) return {};
    if (is_us_share(symbol)) return {code};
    if (symbol.exchange() == Exchange::sh) return {code + ".SHH"};
    if (symbol.exchange() == Exchange::sz) return {code + ".SHZ"};
    return {};
}

Spellings finnhub(Symbol const& symbol, InstrumentKind kind) {
    if (kind == InstrumentKind::index) return {};
    if (is_us_share(symbol)) return {symbol.text()};
    return yahoo(symbol);
}

Spellings twelve_data(Symbol const& symbol, InstrumentKind kind) {
    if (kind == InstrumentKind::index || symbol.exchange() == Exchange::bj) return {};
    return {std::string(symbol.code())};
}

}  // namespace

std::string_view to_string(Provider provider) noexcept {
    switch (provider) {
        case Provider::yahoo:
            return "yahoo";
        case Provider::eastmoney_kline:
            return "eastmoney_kline";
        case Provider::tencent_quote:
            return "tencent_quote";
        case Provider::tencent_kline:
            return "tencent_kline";
        case Provider::sina_quote:
            return "sina_quote";
        case Provider::tushare:
            return "tushare";
        case Provider::alpha_vantage:
            return "alpha_vantage";
        case Provider::finnhub_quote:
            return "finnhub_quote";
        case Provider::twelve_data:
            return "twelve_data";
    }
    return "yahoo";
}

std::optional<Provider> parse_provider(std::string_view text) noexcept {
    for (auto const provider : all_providers)
        if (to_string(provider) == text) return provider;
    return std::nullopt;
}

std::vector<std::string> provider_symbols(Provider provider, Symbol const& symbol,
                                          InstrumentKind kind) {
    switch (provider) {
        case Provider::yahoo:
            return yahoo(symbol);
        case Provider::eastmoney_kline:
            return eastmoney(symbol);
        case Provider::tencent_quote:
            return tencent(symbol);
        case Provider::tencent_kline:
            return tencent_kline(symbol);
        case Provider::sina_quote:
            return sina(symbol);
        case Provider::tushare:
            return is_mainland(symbol) ? Spellings{symbol.text()} : Spellings{};
        case Provider::alpha_vantage:
            return alpha_vantage(symbol, kind);
        case Provider::finnhub_quote:
            return finnhub(symbol, kind);
        case Provider::twelve_data:
            return twelve_data(symbol, kind);
    }
    return {};
}

}  // namespace ec::marketdata
