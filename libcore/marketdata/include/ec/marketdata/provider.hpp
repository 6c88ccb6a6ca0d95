#pragma once

#include <ec/market/instrument.hpp>
#include <ec/market/symbol.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

/// A service that answers prices over HTTP, by the interface that is read.
enum class Provider : std::uint8_t {
    yahoo,
    eastmoney_kline,
    tencent_quote,
    tencent_kline,
    sina_quote,
    tushare,
    alpha_vantage,
    finnhub_quote,
    twelve_data,
};

inline constexpr std::array all_providers{
    Provider::yahoo,         Provider::eastmoney_kline, Provider::tencent_quote,
    Provider::tencent_kline, Provider::sina_quote,      Provider::tushare,
    Provider::alpha_vantage, Provider::finnhub_quote,   Provider::twelve_data,
};

[[nodiscard]] std::string_view to_string(Provider provider) noexcept;
[[nodiscard]] std::optional<Provider> parse_provider(std::string_view text) noexcept;

/// How a provider spells a symbol, most usual first: "600519.SS", "sh600519", "1.600519",
/// "0700.HK", "hk00700", "116.00700", "BRK-B". More than one where the listing decides and the
/// symbol does not tell it: "105.AAPL", "106.AAPL", "107.AAPL" (Nasdaq, NYSE, NYSE American).
/// Empty when the provider does not serve such a symbol or its spelling is not known.
[[nodiscard]] std::vector<std::string> provider_symbols(Provider provider,
                                                        market::Symbol const& symbol,
                                                        market::InstrumentKind kind);

}  // namespace ec::marketdata
