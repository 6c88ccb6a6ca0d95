#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::market {

enum class Exchange : std::uint8_t { us, hk, sh, sz, bj };
enum class Market : std::uint8_t { us, hk, cn };

[[nodiscard]] std::string_view to_string(Exchange exchange) noexcept;  // "us", "hk", "sh", ...
[[nodiscard]] std::string_view to_string(Market market) noexcept;      // "us", "hk", "cn"
[[nodiscard]] std::string_view currency_of(Market market) noexcept;    // "USD", "HKD", "CNY"

/// A canonical symbol: "AAPL", "BRK.B", "0700.HK", "600519.SH", "000001.SZ", "430047.BJ"; an
/// index without exchange code is "^GSPC". Always valid; what people type goes through
/// parse_input (symbol_input.hpp), which may give several candidates.
class Symbol {
  public:
    /// Only the canonical spelling; nullopt for anything else.
    [[nodiscard]] static std::optional<Symbol> try_parse(std::string_view canonical);
    /// Throws invalid_input "symbol.invalid" naming the forms that are understood.
    [[nodiscard]] static Symbol parse(std::string_view canonical);

    [[nodiscard]] std::string const& text() const noexcept { return text_; }
    /// Without suffix: "0700", "600519", "AAPL", "^GSPC".
    [[nodiscard]] std::string_view code() const noexcept;
    [[nodiscard]] Exchange exchange() const noexcept { return exchange_; }
    [[nodiscard]] Market market() const noexcept;

    auto operator<=>(Symbol const&) const = default;

  private:
    Symbol(std::string text, Exchange exchange) : text_(std::move(text)), exchange_(exchange) {}

    std::string text_;
    Exchange exchange_ = Exchange::us;
};

}  // namespace ec::market
