#include <ec/marketdata/provider_requests.hpp>

#include <ec/base/json_writer.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/marketdata/provider_catalog.hpp>
#include <provider_parsing.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using market::PriceBasis;

constexpr int tencent_rows = 640;

std::string compact(Date day) {
    return fmt::format("{:04}{:02}{:02}", day.year(), day.month(), day.day());
}

// Symbols stand in paths and queries: "^" of an index may not stand there as it is.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        out += plain ? std::string(1, c)
                     : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return out;
}

std::int64_t midnight_s(PriceOrder const& order, Date day) {
    return utc_of(order.symbol, day, 0) / micros_per_second;
}

ProviderRequest get(std::string url) {
    ProviderRequest request;
    request.url = std::move(url);
    return request;
}

// The end is exclusive.
ProviderRequest yahoo(PriceOrder const& order, std::string const& name) {
    return get(fmt::format(
        "https://query2.finance.yahoo.com/v8/finance/chart/{}?interval=1d&includePrePost=false"
        "&events=div%7Csplit&period1={}&period2={}",
        escaped(name), midnight_s(order, order.from), midnight_s(order, order.to + 1)));
}

ProviderRequest eastmoney(PriceOrder const& order, std::string const& name) {
    return get(
        fmt::format("https://push2his.eastmoney.com/api/qt/stock/kline/get?secid={}&klt=101&fqt={}"
                    "&fields1=f1,f2,f3,f4,f5,f6&fields2=f51,f52,f53,f54,f55,f56,f57,f58,f59,f60,f61"
                    "&beg={}&end={}",
                    escaped(name), order.basis == PriceBasis::raw ? 0 : 1, compact(order.from),
                    compact(order.to)));
}

ProviderRequest tencent_quote(PriceOrder const&, std::string const& name) {
    return get(fmt::format("https://qt.gtimg.cn/q={}", escaped(name)));
}

ProviderRequest tencent_kline(PriceOrder const& order, std::string const& name) {
    auto const adjusted = order.basis == PriceBasis::raw ? "" : "qfq";
    std::string_view path = "newfqkline";
    if (order.symbol.market() == market::Market::hk) path = "hkfqkline";
    if (order.symbol.market() == market::Market::us) path = "usfqkline";
    return get(fmt::format("https://web.ifzq.gtimg.cn/appstock/app/{}/get?param={},day,{},{},{},{}",
                           path, escaped(name), order.from.iso(), order.to.iso(), tencent_rows,
                           adjusted));
}

ProviderRequest sina(PriceOrder const&, std::string const& name) {
    auto request = get(fmt::format("https://hq.sinajs.cn/list={}", escaped(name)));
    request.headers.emplace_back("Referer", "https://finance.sina.com.cn");
    return request;
}

std::string_view tushare_table(market::InstrumentKind kind) {
    switch (kind) {
        case market::InstrumentKind::stock:
            return "daily";
        case market::InstrumentKind::etf:
            return "fund_daily";
        case market::InstrumentKind::index:
            return "index_daily";
    }
    return "daily";
}

// Its key is a member of the body; the service answers on plain HTTP too, which would show it.
ProviderRequest tushare(PriceOrder const& order, std::string const& name) {
    JsonWriter w;
    w.begin_object().member("api_name", tushare_table(order.kind)).member("token", order.key);
    w.key("params").begin_object().member("ts_code", name);
    w.member("start_date", compact(order.from)).member("end_date", compact(order.to));
    w.end_object().member("fields", "").end_object();
    ProviderRequest request;
    request.method = RequestMethod::post;
    request.url = "https://api.tushare.pro";
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = w.take();
    return request;
}

// Takes its key in the query only.
ProviderRequest alpha_vantage(PriceOrder const& order, std::string const& name) {
    auto request = get(fmt::format(
        "https://www.alphavantage.co/query?function=TIME_SERIES_DAILY&symbol={}&outputsize=full"
        "&apikey={}",
        escaped(name), order.key));
    request.secret_in_url = 1;
    return request;
}

ProviderRequest finnhub(PriceOrder const& order, std::string const& name) {
    auto request = get(fmt::format("https://finnhub.io/api/v1/quote?symbol={}", escaped(name)));
    request.headers.emplace_back("X-Finnhub-Token", order.key);
    return request;
}

std::string_view twelve_exchange(market::Symbol const& symbol) {
    switch (symbol.exchange()) {
        case market::Exchange::us:
        case market::Exchange::bj:
            return "";
        case market::Exchange::hk:
            return "&mic_code=XHKG";
        case market::Exchange::sh:
            return "&mic_code=XSHG";
        case market::Exchange::sz:
            return "&mic_code=XSHE";
    }
    return "";
}

std::string_view twelve_adjust(PriceBasis basis) {
    switch (basis) {
        case PriceBasis::raw:
            return "none";
        case PriceBasis::split_adjusted:
            return "splits";
        case PriceBasis::adjusted:
            return "all";
    }
    return "none";
}

// Its last day is exclusive.
ProviderRequest twelve_data(PriceOrder const& order, std::string const& name) {
    auto request =
        get(fmt::format("https://api.twelvedata.com/time_series?symbol={}{}&interval=1day&adjust={}"
                        "&start_date={}&end_date={}&outputsize=5000",
                        escaped(name), twelve_exchange(order.symbol), twelve_adjust(order.basis),
                        order.from.iso(), (order.to + 1).iso()));
    request.headers.emplace_back("Authorization", "apikey " + order.key);
    return request;
}

ProviderRequest build(Provider provider, PriceOrder const& order, std::string const& name) {
    switch (provider) {
        case Provider::yahoo:
            return yahoo(order, name);
        case Provider::eastmoney_kline:
            return eastmoney(order, name);
        case Provider::tencent_quote:
            return tencent_quote(order, name);
        case Provider::tencent_kline:
            return tencent_kline(order, name);
        case Provider::sina_quote:
            return sina(order, name);
        case Provider::tushare:
            return tushare(order, name);
        case Provider::alpha_vantage:
            return alpha_vantage(order, name);
        case Provider::finnhub_quote:
            return finnhub(order, name);
        case Provider::twelve_data:
            return twelve_data(order, name);
    }
    return {};
}

bool is_quote(Provider provider) {
    return provider == Provider::tencent_quote || provider == Provider::sina_quote ||
           provider == Provider::finnhub_quote;
}

bool gives(Provider provider, PriceBasis basis) {
    switch (provider) {
        case Provider::yahoo:
            return basis == PriceBasis::split_adjusted;
        case Provider::eastmoney_kline:
        case Provider::tencent_kline:
            return basis != PriceBasis::split_adjusted;
        case Provider::twelve_data:
            return true;
        case Provider::tencent_quote:
        case Provider::sina_quote:
        case Provider::tushare:
        case Provider::alpha_vantage:
        case Provider::finnhub_quote:
            return basis == PriceBasis::raw;
    }
    return false;
}

void check_order(Provider provider, PriceOrder const& order) {
    if (!is_quote(provider) && order.from > order.to)
        throw invalid_field("provider.days", "from", order.from.iso(), "is after the last day",
                            "Give the earlier day first.");
    if (!gives(provider, order.basis))
        throw invalid_field("provider.basis", "basis", std::string(to_string(order.basis)),
                            fmt::format("{} does not give such prices", info_of(provider).title),
                            "Ask for another basis or another source.");
    if (needs_key(provider) && !is_sound_key(order.key))
        throw answer_error(provider, AnswerFault::bad_key, "the key is empty or malformed");
}

}  // namespace

bool needs_key(Provider provider) noexcept {
    return provider == Provider::tushare || provider == Provider::alpha_vantage ||
           provider == Provider::finnhub_quote || provider == Provider::twelve_data;
}

bool is_sound_key(std::string_view key) noexcept {
    auto const fits = [](char c) { return c > ' ' && c < '\x7f' && c != '&' && c != '#'; };
    return !key.empty() && key.size() <= 200 && std::ranges::all_of(key, fits);
}

std::vector<ProviderRequest> build_requests(Provider provider, PriceOrder const& order) {
    auto const names = provider_symbols(provider, order.symbol, order.kind);
    if (names.empty())
        throw answer_error(provider, AnswerFault::symbol_unsupported, order.symbol.text());
    check_order(provider, order);
    std::vector<ProviderRequest> out;
    for (auto const& name : names) {
        out.push_back(build(provider, order, name));
        out.back().source_symbol = name;
    }
    return out;
}

std::vector<std::string> questions_of(Provider provider, PriceOrder const& order) {
    auto without_secret = order;
    without_secret.key = "***";
    std::vector<std::string> out;
    for (auto const& request : build_requests(provider, without_secret)) {
        out.push_back(loggable(request));
        if (!request.body.empty()) out.back() += '\n' + request.body;
    }
    return out;
}

std::string loggable(ProviderRequest const& request) {
    std::string url = request.url;
    constexpr std::string_view mark = "apikey=";
    if (auto const at = url.find(mark); request.secret_in_url == 1 && at != std::string::npos)
        url = url.substr(0, at + mark.size()) + "***";
    return fmt::format("{} {}", request.method == RequestMethod::get ? "GET" : "POST", url);
}

}  // namespace ec::marketdata
