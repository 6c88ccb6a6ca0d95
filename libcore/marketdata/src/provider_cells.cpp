#include <provider_parsing.hpp>

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

std::optional<int> digits(std::string_view text) {
    int value = 0;
    if (text.empty() || text.size() > 8) return std::nullopt;
    for (char const c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

// The text with its exponent raised by `shift`; nullopt when the exponent is no number.
std::optional<std::string> shifted_text(std::string_view text, int shift) {
    auto const mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) return fmt::format("{}e{}", text, shift);
    auto exponent = text.substr(mark + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    int value = 0;
    auto const [end, error] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
    if (error != std::errc{} || end != exponent.data() + exponent.size() || std::abs(value) > 400)
        return std::nullopt;
    return fmt::format("{}e{}", text.substr(0, mark), value + shift);
}

}  // namespace

Cell read_cell(std::string_view text, int shift) {
    if (text.empty() || text == "-") return {};
    Cell cell{Cell::State::malformed, nan_value()};
    if (text.size() > 64 || text.front() == '+') return cell;
    std::string shifted(text);
    if (shift != 0) {
        auto const moved = shifted_text(text, shift);
        if (!moved) return cell;
        shifted = *moved;
    }
    double value = 0;
    char const* const last = shifted.data() + shifted.size();
    auto const [end, error] = std::from_chars(shifted.data(), last, value);
    if (error != std::errc{} || end != last || !std::isfinite(value)) return cell;
    return {Cell::State::number, value};
}

Cell read_cell(JsonValue const* value, int shift) {
    if (value == nullptr || value->is(JsonValue::Kind::null)) return {};
    if (value->is(JsonValue::Kind::number) || value->is(JsonValue::Kind::string))
        return read_cell(std::string_view(value->text), shift);
    return {Cell::State::malformed, nan_value()};
}

Cell cell_at(JsonValue const& array, std::size_t index, int shift) {
    return index < array.items.size() ? read_cell(&array.items[index], shift) : Cell{};
}

std::optional<std::int64_t> whole_number(JsonValue const* value) {
    if (value == nullptr || !value->is(JsonValue::Kind::number)) return std::nullopt;
    std::int64_t number = 0;
    char const* const last = value->text.data() + value->text.size();
    auto const [end, error] = std::from_chars(value->text.data(), last, number);
    if (error != std::errc{} || end != last) return std::nullopt;
    return number;
}

std::optional<Date> read_date(std::string_view text) {
    if (text.size() == 8) {
        auto const all = digits(text);
        if (!all) return std::nullopt;
        return Date::try_from_ymd(*all / 10000, *all / 100 % 100, *all % 100);
    }
    if (text.size() != 10 || (text[4] != '-' && text[4] != '/') || text[7] != text[4])
        return std::nullopt;
    auto const year = digits(text.substr(0, 4));
    auto const month = digits(text.substr(5, 2));
    auto const day = digits(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    return Date::try_from_ymd(*year, *month, *day);
}

std::optional<int> read_minute(std::string_view text) {
    bool const colons = text.size() == 8 && text[2] == ':' && text[5] == ':';
    if (!colons && text.size() != 6) return std::nullopt;
    auto const hour = digits(text.substr(0, 2));
    auto const minute = digits(text.substr(colons ? 3 : 2, 2));
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return *hour * 60 + *minute;
}

Micros utc_of(market::Symbol const& symbol, Date date, int minute) {
    return market::to_utc(market::zone_of(symbol.market()), {date, minute});
}

std::string row_text(JsonValue const& row) {
    std::string out;
    for (std::size_t i = 0; i < row.items.size() && out.size() < 200; ++i) {
        if (i > 0) out += ',';
        auto const& item = row.items[i];
        out += item.is(JsonValue::Kind::null) ? "null" : item.text;
    }
    return out.substr(0, 200);
}

}  // namespace ec::marketdata
