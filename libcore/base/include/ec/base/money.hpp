#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ec {

/// An amount in minor units of an ISO 4217 currency. Never passes through floating point.
struct Money {
    std::int64_t minor = 0;
    std::string currency;

    bool operator==(Money const&) const = default;
};

/// Digits after the point: 2 for USD, HKD, CNY; 0 for JPY, KRW. Throws invalid_input if unknown.
[[nodiscard]] int minor_digits(std::string_view currency);

/// Exact: "19.99" USD is 1999. Throws invalid_input on more digits than the currency has, on
/// signs, exponents, blanks and overflow.
[[nodiscard]] Money parse_money(std::string_view text, std::string_view currency);

/// "19.99".
[[nodiscard]] std::string format_minor(Money const& money);

/// Same currency or invalid_input; overflow is internal.
[[nodiscard]] Money add(Money const& a, Money const& b);

}  // namespace ec
