#pragma once

#include <ec/marketdata/import.hpp>
#include <ec/workflows/providers.hpp>
#include <ec/workflows/refresh_prices.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Providers, what they answered and what came of it, as JSON and back.

namespace ec::wire {

struct ConnectBody {
    marketdata::NoticeAnswer notice = marketdata::NoticeAnswer::not_given;
    std::optional<std::string> key;
    std::optional<market::Market> market;  // of a test only
};
/// `accept_notice`, `key` and, for a test, `market`.
enum class ConnectUse : std::uint8_t { connect, test };
[[nodiscard]] ConnectBody parse_connect(std::string_view body, ConnectUse use);

[[nodiscard]] std::string render_provider(workflows::ProviderView const& view);
[[nodiscard]] std::string render_providers(std::vector<workflows::ProviderView> const& views);
[[nodiscard]] std::string render_tests(std::vector<marketdata::ConnectionTest> const& tests);
[[nodiscard]] std::string render_refresh(workflows::PriceRefresh const& refresh);
[[nodiscard]] std::string render_refreshes(std::vector<workflows::PriceRefresh> const& refreshes);
[[nodiscard]] std::string render_import(marketdata::ImportReport const& report,
                                        marketdata::ImportMode mode);

}  // namespace ec::wire
