#pragma once

#include <ec/marketdata/import.hpp>
#include <ec/workflows/providers.hpp>
#include <ec/workflows/refresh_prices.hpp>

#include <cstddef>
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
/// At most `max_rows` of the rejected and of the flagged rows; the counts are whole.
[[nodiscard]] std::string render_import(marketdata::ImportReport const& report,
                                        marketdata::ImportMode mode, std::size_t max_rows);

}  // namespace ec::wire
