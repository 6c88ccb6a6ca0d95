#include <number_text.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace ec::market {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// Without its thousands separators; nullopt when one stands elsewhere than before three digits.
std::optional<std::string> without_separators(std::string_view text) {
    auto const point = text.find('.');
    auto const whole = text.substr(0, point);
    std::string out;
    std::size_t run = 0;
    bool grouped = false;
    for (char const c : whole) {
        if (c != ',') {
            run += c >= '0' && c <= '9' ? 1 : 0;
            out.push_back(c);
            continue;
        }
        if (run == 0 || run > 3 || (grouped && run != 3)) return std::nullopt;
        grouped = true;
        run = 0;
    }
    if (grouped && run != 3) return std::nullopt;
    if (point == std::string_view::npos) return out;
    auto const fraction = text.substr(point);
    if (fraction.find(',') != std::string_view::npos) return std::nullopt;
    return out.append(fraction);
}

}  // namespace

std::optional<double> parse_plain_number(std::string_view text) noexcept {
    if (text.empty() || text.front() == '+') return std::nullopt;
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::optional<double> parse_short_number(std::string_view text) noexcept {
    constexpr std::size_t max_digits = 15;
    constexpr std::array<double, max_digits + 1> powers{
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > max_digits + 1) return std::nullopt;
    std::uint64_t digits = 0;
    std::size_t count = 0;
    std::size_t decimals = 0;
    bool point = false;
    for (char const c : text) {
        if (c == '.' && !point && count > 0) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
        ++count;
        decimals += point ? 1 : 0;
    }
    if (count == 0 || count > max_digits || (point && decimals == 0)) return std::nullopt;
    // Both are exact, so that the quotient is rounded once.
    double const value = static_cast<double>(digits) / powers[decimals];
    return negative ? -value : value;
}

std::optional<double> parse_written_number(std::string_view text) {
    text = trimmed(text);
    if (text.starts_with('+')) text.remove_prefix(1);
    for (std::string_view sign : {"$", "¥", "￥", "HK$"})
        if (text.starts_with(sign)) text.remove_prefix(sign.size());
    using Unit = std::pair<std::string_view, double>;
    constexpr std::array units{Unit{"万", 1e4}, Unit{"萬", 1e4}, Unit{"亿", 1e8},
                               Unit{"億", 1e8}, Unit{"K", 1e3},  Unit{"M", 1e6},
                               Unit{"B", 1e9},  Unit{"T", 1e12}, Unit{"%", 1}};
    double scale = 1;
    for (auto const& [name, factor] : units)
        if (text.ends_with(name)) {
            text.remove_suffix(name.size());
            scale = factor;
            break;
        }
    auto const plain = without_separators(trimmed(text));
    if (!plain) return std::nullopt;
    auto const value = parse_plain_number(*plain);
    if (!value || !std::isfinite(*value * scale)) return std::nullopt;
    return *value * scale;
}

}  // namespace ec::market
