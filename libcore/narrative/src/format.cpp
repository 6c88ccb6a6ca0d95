#include "format.hpp"

#include <ec/base/math.hpp>

#include "sections.hpp"

#include <ec/market/instrument.hpp>
#include <ec/market/market_rules.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace ec::narrative {
namespace {

constexpr std::array<std::string_view, 12> months_en{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Digits without a sign of its own for zero.
std::string fixed(double value, int decimals) {
    auto text = fmt::format("{:.{}f}", value, decimals);
    if (text.find_first_not_of("-0.") == std::string::npos && text[0] == '-') text.erase(0, 1);
    return text;
}

std::string group_thousands(std::string text) {
    auto const first = text.find_first_of("0123456789");
    auto const point = text.find('.');
    auto end = point == std::string::npos ? text.size() : point;
    for (; end > first + 3; end -= 3) text.insert(end - 3, ",");
    return text;
}

int decimals_of_price(market::Symbol const& symbol, double close) {
    // Mainland funds trade in thousandths.
    if (market::tick_size(symbol, market::kind_by_code(symbol)) < 0.005) return 3;
    if (close < 0.1) return 4;
    return close < 1 ? 3 : 2;
}

int decimals_of_level(market::Symbol const& symbol, double close) {
    if (close >= 1000) return 0;
    if (close >= 100) return 1;
    return decimals_of_price(symbol, close);
}

// A change that rounds to nothing at one decimal keeps a second one.
int decimals_of_percent(double value) { return value != 0 && std::abs(value) < 0.05 ? 2 : 1; }

std::string_view currency_zh(std::string_view code) {
    if (code == "CNY") return "元";
    if (code == "HKD") return "港元";
    if (code == "USD") return "美元";
    return "";
}

}  // namespace

Format::Format(Language language, analysis::FactSheet const& sheet)
    : language_(language), as_of_(sheet.as_of), currency_(sheet.currency) {
    auto const close = sheet.value("close").value_or(100);
    price_decimals_ = decimals_of_price(sheet.symbol, close);
    level_decimals_ = decimals_of_level(sheet.symbol, close);
}

std::string Format::number(double value, int decimals) const {
    auto text = fixed(value, decimals);
    return language_ == Language::en ? group_thousands(std::move(text)) : text;
}

std::string Format::with_percent_sign(std::string const& digits) const {
    return digits + (language_ == Language::en ? " %" : "%");
}

std::string Format::price(double value) const { return number(value, price_decimals_); }

std::string Format::signed_price(double value) const {
    return (value > 0 ? "+" : "") + number(value, price_decimals_);
}

std::string Format::level(double value) const { return number(value, level_decimals_); }

std::string Format::zone(double low, double high) const {
    auto from = level(low);
    auto const to = level(high);
    if (from == to) return from;
    return from + (language_ == Language::en ? "-" : "–") + to;
}

std::string Format::percent(double value) const {
    return with_percent_sign(number(value, decimals_of_percent(value)));
}

std::string Format::signed_percent(double value) const {
    return (value > 0 ? "+" : "") + percent(value);
}

std::string Format::magnitude(double value) const { return percent(std::abs(value)); }

std::string Format::whole_percent(double value) const {
    return with_percent_sign(number(value, std::abs(value) < 10 ? 1 : 0));
}

std::string Format::points(double value) const { return number(std::abs(value), 1); }

std::string Format::times(double value) const { return fixed(value, 2); }

std::string Format::reading(double value) const { return fixed(value, 1); }

std::string Format::signed_small(double value) const {
    int decimals = price_decimals_;
    for (double unit = portable_pow(10.0, -decimals); std::abs(value) < 5 * unit && decimals < 6;
         unit /= 10)
        ++decimals;
    return (value > 0 ? "+" : "") + number(value, decimals);
}

std::string Format::atr(double value) const { return fixed(std::abs(value), 1); }

std::string Format::atr_range(double near, double far) const {
    auto from = atr(near);
    auto const to = atr(far);
    if (from == to) return from;
    return from + (language_ == Language::en ? "-" : "–") + to;
}

std::string Format::scaled_en(double value) const {
    if (value >= 1e12) return fixed(value / 1e12, 2) + " tn";
    if (value >= 1e9) return fixed(value / 1e9, 2) + " bn";
    if (value >= 1e6) return fixed(value / 1e6, value >= 1e7 ? 1 : 2) + " m";
    if (value >= 1e4) return fixed(value / 1e3, 1) + " k";
    return number(value, 0);
}

std::string Format::scaled_zh(double value) const {
    if (value >= 1e12) return fixed(value / 1e12, 2) + " 万亿";
    if (value >= 1e8) return fixed(value / 1e8, value >= 1e10 ? 1 : 2) + " 亿";
    if (value >= 1e4) return fixed(value / 1e4, 1) + " 万";
    return fixed(value, 0) + ' ';
}

std::string Format::shares(double value) const {
    return language_ == Language::en ? scaled_en(value) : scaled_zh(value) + "股";
}

std::string Format::money(double value) const {
    if (language_ == Language::en) return currency_ + ' ' + scaled_en(value);
    return scaled_zh(value) + std::string(currency_zh(currency_));
}

std::string Format::count(double value) const { return number(value, 0); }

std::string Format::day(Date date) const {
    bool const same_year = std::abs(as_of_ - date) < 365;
    if (language_ == Language::zh)
        return same_year ? fmt::format("{} 月 {} 日", date.month(), date.day()) : date.iso();
    auto const month = months_en[static_cast<std::size_t>(date.month() - 1)];
    if (same_year) return fmt::format("{} {}", date.day(), month);
    return fmt::format("{} {} {}", date.day(), month, date.year());
}

std::array<std::string, 3> share_digits(analysis::Outlook const& outlook) {
    std::array<double, 3> const shares{100 * outlook.up, 100 * outlook.inside, 100 * outlook.down};
    double sum = 0;
    for (auto const share : shares) sum += std::round(share);
    std::array<std::string, 3> digits;
    for (std::size_t i = 0; i < shares.size(); ++i)
        digits[i] = fixed(shares[i], sum == 100 ? 0 : 1);
    return digits;
}

}  // namespace ec::narrative
