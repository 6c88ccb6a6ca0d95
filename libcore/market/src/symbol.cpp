#include <ec/market/symbol.hpp>

#include <ec/base/error.hpp>

#include <algorithm>

namespace ec::market {
namespace {

bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_upper_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// US: one to six letters or digits starting with a letter, a class after a point ("BRK.B").
bool is_us_code(std::string_view text) {
    auto const point = text.find('.');
    auto const head = text.substr(0, point);
    if (head.empty() || head.size() > 6 || head[0] < 'A' || head[0] > 'Z') return false;
    if (!std::ranges::all_of(head, is_upper_or_digit)) return false;
    if (point == std::string_view::npos) return true;
    auto const share_class = text.substr(point + 1);
    return share_class.size() == 1 && share_class[0] >= 'A' && share_class[0] <= 'Z';
}

bool is_index_code(std::string_view text) {
    return text.size() >= 2 && text.size() <= 10 && text[0] == '^' &&
           std::ranges::all_of(text.substr(1), is_upper_or_digit);
}

}  // namespace

std::string_view to_string(Exchange exchange) noexcept {
    switch (exchange) {
        case Exchange::us:
            return "us";
        case Exchange::hk:
            return "hk";
        case Exchange::sh:
            return "sh";
        case Exchange::sz:
            return "sz";
        case Exchange::bj:
            return "bj";
    }
    return "us";
}

std::string_view to_string(Market market) noexcept {
    switch (market) {
        case Market::us:
            return "us";
        case Market::hk:
            return "hk";
        case Market::cn:
            return "cn";
    }
    return "us";
}

std::string_view currency_of(Market market) noexcept {
    switch (market) {
        case Market::us:
            return "USD";
        case Market::hk:
            return "HKD";
        case Market::cn:
            return "CNY";
    }
    return "USD";
}

std::optional<Symbol> Symbol::try_parse(std::string_view text) {
    if (text.size() > 16) return std::nullopt;
    auto const make = [&](Exchange exchange) { return Symbol(std::string(text), exchange); };
    if (text == "^HSI") return make(Exchange::hk);
    if (is_index_code(text)) return make(Exchange::us);
    auto const point = text.rfind('.');
    if (point != std::string_view::npos) {
        auto const code = text.substr(0, point);
        auto const suffix = text.substr(point + 1);
        if (suffix == "HK") {
            bool const padded = code.size() == 4 || (code.size() == 5 && code[0] != '0');
            return all_digits(code) && padded ? std::optional(make(Exchange::hk)) : std::nullopt;
        }
        if (all_digits(code) && code.size() == 6) {
            if (suffix == "SH") return make(Exchange::sh);
            if (suffix == "SZ") return make(Exchange::sz);
            if (suffix == "BJ") return make(Exchange::bj);
        }
    }
    if (is_us_code(text)) return make(Exchange::us);
    return std::nullopt;
}

Symbol Symbol::parse(std::string_view text) {
    if (auto symbol = try_parse(text)) return *symbol;
    throw invalid_field("symbol.invalid", "symbol", std::string(text.substr(0, 40)), "not a symbol",
                        "Write AAPL, BRK.B, 0700.HK, 600519.SH, 000001.SZ or 430047.BJ.");
}

std::string_view Symbol::code() const noexcept {
    if (exchange_ == Exchange::us || text_[0] == '^') return text_;
    return std::string_view(text_).substr(0, text_.rfind('.'));
}

Market Symbol::market() const noexcept {
    switch (exchange_) {
        case Exchange::us:
            return Market::us;
        case Exchange::hk:
            return Market::hk;
        case Exchange::sh:
        case Exchange::sz:
        case Exchange::bj:
            return Market::cn;
    }
    return Market::us;
}

}  // namespace ec::market
