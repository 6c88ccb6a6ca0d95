#include <ec/marketdata/provider_catalog.hpp>

#include <algorithm>
#include <array>

namespace ec::marketdata {
namespace {

using market::Market;
using market::PriceBasis;

constexpr std::array all_markets{Market::us, Market::hk, Market::cn};
constexpr std::array us_and_cn{Market::us, Market::cn};
constexpr std::array hk_and_cn{Market::hk, Market::cn};
constexpr std::array only_cn{Market::cn};

constexpr std::array only_raw{PriceBasis::raw};
constexpr std::array only_split_adjusted{PriceBasis::split_adjusted};
// These state no splits beside raw prices, which alone would show each split as a fall.
constexpr std::array adjusted_or_raw{PriceBasis::adjusted, PriceBasis::raw};
constexpr std::array every_basis{PriceBasis::adjusted, PriceBasis::split_adjusted, PriceBasis::raw};

constexpr std::string_view unofficial_en =
    "This is an endpoint of a public web site, not a service offered to programs. Its owner may "
    "change it, block your address or object to automated use, and its data may not be "
    "redistributed. Read the owner's terms and switch it on only for your own research; calls are "
    "kept few and every answer is stored.";
constexpr std::string_view unofficial_zh =
    "这是公开网站的内部接口，并非面向程序提供的服务。其所有者可能随时更改接口、封禁您的地址"
    "或反对自动访问，数据也不得再分发。请阅读其使用条款，仅在用于个人研究时开启；系统会尽量"
    "减少请求并保存每一次返回。";
constexpr std::string_view official_en =
    "You need an account and key of your own. What you may do with the data is written in the "
    "terms of your plan.";
constexpr std::string_view official_zh =
    "需要您自己的账户和密钥。数据的使用范围以您所订套餐的条款为准。";

constexpr ProviderInfo unofficial(Provider provider, std::string_view title,
                                  std::string_view source) {
    ProviderInfo info;
    info.provider = provider;
    info.title = title;
    info.source = source;
    info.standing = Standing::unofficial;
    info.markets = all_markets;
    info.notice_en = unofficial_en;
    info.notice_zh = unofficial_zh;
    return info;
}

constexpr ProviderInfo official(Provider provider, std::string_view title,
                                std::string_view source) {
    ProviderInfo info;
    info.provider = provider;
    info.title = title;
    info.source = source;
    info.standing = Standing::official;
    info.needs_key = 1;
    info.markets = all_markets;
    info.bases = only_raw;
    info.notice_en = official_en;
    info.notice_zh = official_zh;
    return info;
}

constexpr ProviderInfo yahoo() {
    auto info = unofficial(Provider::yahoo, "Yahoo Finance", "yahoo");
    info.bases = only_split_adjusted;
    info.base_url = "https://query2.finance.yahoo.com";
    info.interval_ms = 2'000;
    info.can_seed = 1;
    return info;
}

constexpr ProviderInfo eastmoney_kline() {
    auto info = unofficial(Provider::eastmoney_kline, "Eastmoney", "eastmoney");
    info.bases = adjusted_or_raw;
    info.base_url = "https://push2his.eastmoney.com";
    info.interval_ms = 2'000;
    info.can_seed = 1;
    return info;
}

constexpr ProviderInfo tencent_quote() {
    auto info = unofficial(Provider::tencent_quote, "Tencent quotes", "tencent");
    info.answers = AnswerKind::quote;
    info.bases = only_raw;
    info.base_url = "https://qt.gtimg.cn";
    info.interval_ms = 1'000;
    return info;
}

constexpr ProviderInfo tencent_kline() {
    auto info = unofficial(Provider::tencent_kline, "Tencent", "tencent");
    info.bases = adjusted_or_raw;
    info.base_url = "https://web.ifzq.gtimg.cn";
    info.interval_ms = 1'000;
    info.can_seed = 1;
    return info;
}

constexpr ProviderInfo sina_quote() {
    auto info = unofficial(Provider::sina_quote, "Sina quotes", "sina");
    info.answers = AnswerKind::quote;
    info.markets = hk_and_cn;
    info.bases = only_raw;
    info.base_url = "https://hq.sinajs.cn";
    info.interval_ms = 1'000;
    return info;
}

// Free accounts: about 80 calls a minute.
constexpr ProviderInfo tushare() {
    auto info = official(Provider::tushare, "Tushare Pro", "tushare");
    info.markets = only_cn;
    info.base_url = "https://api.tushare.pro";
    info.interval_ms = 800;
    info.can_seed = 1;
    return info;
}

constexpr ProviderInfo alpha_vantage() {
    auto info = official(Provider::alpha_vantage, "Alpha Vantage", "alpha_vantage");
    info.markets = us_and_cn;
    info.base_url = "https://www.alphavantage.co";
    info.interval_ms = 1'200;
    info.daily_calls = 25;
    info.can_seed = 1;
    return info;
}

constexpr ProviderInfo finnhub_quote() {
    auto info = official(Provider::finnhub_quote, "Finnhub quotes", "finnhub");
    info.answers = AnswerKind::quote;
    info.base_url = "https://finnhub.io";
    info.interval_ms = 1'000;
    return info;
}

// Free accounts: 8 credits a minute, 800 a day, one for each symbol.
constexpr ProviderInfo twelve_data() {
    auto info = official(Provider::twelve_data, "Twelve Data", "twelve_data");
    info.bases = every_basis;
    info.base_url = "https://api.twelvedata.com";
    info.interval_ms = 7'500;
    info.daily_calls = 800;
    info.can_seed = 1;
    return info;
}

std::array<ProviderInfo, all_providers.size()> named_catalog() {
    std::array catalog{yahoo(),   eastmoney_kline(), tencent_quote(), tencent_kline(), sina_quote(),
                       tushare(), alpha_vantage(),   finnhub_quote(), twelve_data()};
    for (auto& info : catalog) info.name = to_string(info.provider);
    return catalog;
}

std::array<ProviderInfo, all_providers.size()> const& catalog() {
    static auto const once = named_catalog();
    return once;
}

}  // namespace

std::string_view to_string(Standing standing) noexcept {
    return standing == Standing::official ? "official" : "unofficial";
}

bool ProviderInfo::serves(Market market) const noexcept {
    return std::ranges::find(markets, market) != markets.end();
}

bool ProviderInfo::gives(PriceBasis basis) const noexcept {
    return std::ranges::find(bases, basis) != bases.end();
}

std::span<ProviderInfo const> provider_catalog() noexcept { return catalog(); }

ProviderInfo const& info_of(Provider provider) noexcept {
    return catalog()[static_cast<std::size_t>(provider)];
}

std::vector<Provider> default_order(Market market) {
    using enum Provider;
    switch (market) {
        case Market::us:
            return {yahoo, twelve_data, alpha_vantage, eastmoney_kline, tencent_kline};
        case Market::hk:
            return {tencent_kline, eastmoney_kline, twelve_data, yahoo};
        case Market::cn:
            return {tencent_kline, eastmoney_kline, tushare, twelve_data, alpha_vantage, yahoo};
    }
    return {};
}

std::string_view title_of(std::string_view name) noexcept {
    if (name == sec_name) return sec_title;
    auto const provider = parse_provider(name);
    return provider ? info_of(*provider).title : name;
}

}  // namespace ec::marketdata
