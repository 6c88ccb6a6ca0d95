#pragma once

#include <ec/market/series.hpp>
#include <ec/market/symbol.hpp>
#include <ec/marketdata/provider_answers.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ec::marketdata {

/// official: a documented service under terms that allow it; unofficial: an endpoint of a web site
/// that may change, ban or object. Unofficial ones are off until a person accepts the notice.
enum class Standing : std::uint8_t { official, unofficial };
[[nodiscard]] std::string_view to_string(Standing standing) noexcept;

/// What is known of a provider before any call. Views live as long as the program.
struct ProviderInfo {
    Provider provider = Provider::yahoo;
    std::string_view name;    // to_string(provider): of rows, settings and metrics
    std::string_view title;   // "Yahoo Finance"
    std::string_view source;  // of series stored from it: "yahoo"
    Standing standing = Standing::unofficial;
    std::int8_t needs_key = 0;
    AnswerKind answers = AnswerKind::bars;
    std::span<market::Market const> markets;
    std::span<market::PriceBasis const> bases;  // the most useful first
    std::string_view base_url;                  // "https://host"
    std::int64_t interval_ms = 0;               // least time between two calls
    std::int64_t daily_calls = 0;               // 0: no budget
    std::int8_t can_seed = 0;                   // one answer may hold 260 bars and more
    std::string_view notice_en;                 // what a user is told before switching it on
    std::string_view notice_zh;

    [[nodiscard]] bool serves(market::Market market) const noexcept;
    [[nodiscard]] bool gives(market::PriceBasis basis) const noexcept;
};

/// One for each of all_providers, in that order.
[[nodiscard]] std::span<ProviderInfo const> provider_catalog() noexcept;
[[nodiscard]] ProviderInfo const& info_of(Provider provider) noexcept;

/// Providers of bars in the order that is tried when nothing else is configured.
[[nodiscard]] std::vector<Provider> default_order(market::Market market);

/// The SEC's name beside the providers of prices in health, settings and metrics.
inline constexpr std::string_view sec_name = "sec";
inline constexpr std::string_view sec_title = "SEC EDGAR";
inline constexpr std::int64_t sec_interval_ms = 100;

/// A provider's or the SEC's title; the name itself when there is none.
[[nodiscard]] std::string_view title_of(std::string_view name) noexcept;

}  // namespace ec::marketdata
