#include <ec/base/money.hpp>

#include <ec/base/error.hpp>

#include <array>
#include <utility>

#include <fmt/format.h>

namespace ec {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 7> currencies{
    {{"USD", 2}, {"HKD", 2}, {"CNY", 2}, {"EUR", 2}, {"GBP", 2}, {"JPY", 0}, {"KRW", 0}}};

Error bad_amount(std::string_view text, std::string_view currency) {
    return invalid_field("money.invalid", "amount", std::string(text.substr(0, 40)),
                         fmt::format("not an amount of {}", currency),
                         fmt::format("Use digits and at most {} decimals, for example 19.99.",
                                     minor_digits(currency)));
}

}  // namespace

int minor_digits(std::string_view currency) {
    for (auto const& [code, digits] : currencies)
        if (code == currency) return digits;
    throw invalid_field("money.currency", "currency", std::string(currency.substr(0, 8)),
                        "unknown currency", "Use an ISO 4217 code such as USD, HKD or CNY.");
}

Money parse_money(std::string_view text, std::string_view currency) {
    int const digits = minor_digits(currency);
    std::int64_t minor = 0;
    int decimals = -1;
    bool any = false;
    for (char c : text) {
        if (c == '.' && decimals < 0 && any) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9' || (decimals >= 0 && ++decimals > digits))
            throw bad_amount(text, currency);
        any = true;
        if (__builtin_mul_overflow(minor, 10, &minor) ||
            __builtin_add_overflow(minor, c - '0', &minor))
            throw bad_amount(text, currency);
    }
    if (!any || decimals == 0) throw bad_amount(text, currency);
    for (int i = decimals < 0 ? 0 : decimals; i < digits; ++i)
        if (__builtin_mul_overflow(minor, 10, &minor)) throw bad_amount(text, currency);
    return {minor, std::string(currency)};
}

std::string format_minor(Money const& money) {
    int const digits = minor_digits(money.currency);
    std::int64_t scale = 1;
    for (int i = 0; i < digits; ++i) scale *= 10;
    auto const magnitude = money.minor < 0 ? 0 - static_cast<std::uint64_t>(money.minor)
                                           : static_cast<std::uint64_t>(money.minor);
    auto const unit = static_cast<std::uint64_t>(scale);
    std::string_view const sign = money.minor < 0 ? "-" : "";
    if (digits == 0) return fmt::format("{}{}", sign, magnitude);
    return fmt::format("{}{}.{:0{}}", sign, magnitude / unit, magnitude % unit, digits);
}

Money add(Money const& a, Money const& b) {
    if (a.currency != b.currency)
        throw invalid_field("money.mixed", "currency", b.currency,
                            fmt::format("cannot be added to {}", a.currency),
                            "Convert one of the two first.");
    Money sum{0, a.currency};
    EC_CHECK(!__builtin_add_overflow(a.minor, b.minor, &sum.minor));
    return sum;
}

}  // namespace ec
