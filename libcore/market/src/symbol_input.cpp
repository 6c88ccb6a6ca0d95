#include <ec/market/symbol_input.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace ec::market {
namespace {

constexpr std::size_t max_input_bytes = 96;

using Venue = std::pair<std::string_view, std::string_view>;  // what is typed, our suffix

// Suffixes and prefixes of Yahoo, Futu, TradingView, Reuters, Bloomberg, 聚宽 and Tencent.
constexpr std::array venues{Venue{"HK", "HK"},   Venue{"HKEX", "HK"},     Venue{"SEHK", "HK"},
                            Venue{"XHKG", "HK"}, Venue{"SH", "SH"},       Venue{"SS", "SH"},
                            Venue{"SSE", "SH"},  Venue{"XSHG", "SH"},     Venue{"SZ", "SZ"},
                            Venue{"SZSE", "SZ"}, Venue{"XSHE", "SZ"},     Venue{"BJ", "BJ"},
                            Venue{"BSE", "BJ"},  Venue{"US", "US"},       Venue{"NASDAQ", "US"},
                            Venue{"NYSE", "US"}, Venue{"NYSEARCA", "US"}, Venue{"AMEX", "US"},
                            Venue{"ARCA", "US"}, Venue{"XNAS", "US"},     Venue{"XNYS", "US"}};

std::optional<std::string_view> find_venue(std::string_view typed) {
    for (auto const& [name, suffix] : venues)
        if (name == typed) return suffix;
    return std::nullopt;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
bool all_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_digit);
}

// One code point of UTF-8 at `i`, which moves past it; nullopt when the bytes are broken.
std::optional<std::uint32_t> next_code_point(std::string_view text, std::size_t& i) {
    auto const lead = static_cast<unsigned char>(text[i]);
    std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (i + length > text.size() || (lead >= 0x80 && lead < 0xC2)) return std::nullopt;
    std::uint32_t value = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
        auto const byte = static_cast<unsigned char>(text[i + k]);
        if ((byte & 0xC0U) != 0x80U) return std::nullopt;
        value = (value << 6U) | (byte & 0x3FU);
    }
    i += length;
    return value;
}

// ASCII of what was typed: full-width forms narrowed, invisible characters dropped, blanks made
// one space. Nullopt when something else is in it. Case is kept.
std::optional<std::string> narrow(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        auto point = next_code_point(text, i);
        if (!point) return std::nullopt;
        if (*point >= 0xFF01 && *point <= 0xFF5E) *point -= 0xFEE0;
        if (*point == 0x3002) *point = '.';
        if (*point == 0x200B || *point == 0xFEFF || *point == 0x200E || *point == 0x200F) continue;
        if (*point == 0x3000 || *point == 0xA0 || *point == '\t') *point = ' ';
        if (*point < 0x20 || *point > 0x7E) return std::nullopt;
        if (*point == ' ' && (out.empty() || out.back() == ' ')) continue;
        out.push_back(static_cast<char>(*point));
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::optional<Symbol> hong_kong(std::string_view digits) {
    if (!all_digits(digits) || digits.size() > 5) return std::nullopt;
    auto const first = digits.find_first_not_of('0');
    if (first == std::string_view::npos) return std::nullopt;
    std::string code(digits.substr(first));
    if (code.size() < 4) code.insert(0, 4 - code.size(), '0');
    return Symbol::try_parse(code + ".HK");
}

// "BRK-B", "BRK/B", "BRK B" and "BRK.B" are one share class.
std::optional<Symbol> united_states(std::string_view code) {
    std::string canonical(code);
    std::ranges::replace_if(
        canonical, [](char c) { return c == '-' || c == '/' || c == ' '; }, '.');
    if (canonical.empty() || canonical[0] == '^') return std::nullopt;
    // "HK.B" would be read as a code of that exchange when it comes back.
    auto const point = canonical.find('.');
    if (point != std::string::npos && find_venue(std::string_view(canonical).substr(0, point)))
        return std::nullopt;
    auto symbol = Symbol::try_parse(canonical);
    if (!symbol || symbol->exchange() != Exchange::us) return std::nullopt;
    return symbol;
}

std::optional<Symbol> on_venue(std::string_view code, std::string_view suffix) {
    if (suffix == "HK") return hong_kong(code);
    if (suffix == "US") return united_states(code);
    if (!all_digits(code) || code.size() != 6) return std::nullopt;
    return Symbol::try_parse(std::string(code) + '.' + std::string(suffix));
}

std::vector<Symbol> one(std::optional<Symbol> const& symbol) {
    return symbol ? std::vector{*symbol} : std::vector<Symbol>{};
}

// Where six bare digits are listed. Shanghai numbers its indices 000xxx, as Shenzhen does stocks.
std::vector<Symbol> mainland(std::string_view code) {
    auto const starts = [&](std::string_view head) { return code.starts_with(head); };
    auto const at = [&](std::string_view suffix) { return *on_venue(code, suffix); };
    if (starts("000")) return {at("SZ"), at("SH")};
    if (starts("92") || starts("4") || starts("8")) return {at("BJ")};
    if (starts("6") || starts("5") || starts("9")) return {at("SH")};
    if (starts("0") || starts("1") || starts("2") || starts("3")) return {at("SZ")};
    return {at("SH"), at("SZ")};
}

struct Typed {
    std::string code;
    std::string_view suffix;
};

// "HK00700", "SH600519", "BJ430047": letters of the venue right before the digits.
std::optional<Typed> glued_prefix(std::string_view text) {
    if (text.size() < 3 || !all_digits(text.substr(2))) return std::nullopt;
    auto const head = text.substr(0, 2);
    for (std::string_view known : {"HK", "SH", "SZ", "BJ"})
        if (head == known) return Typed{std::string(text.substr(2)), known};
    return std::nullopt;
}

// "CODE.VENUE", "VENUE:CODE", "VENUE.CODE", "CODE VENUE".
std::optional<Typed> separated(std::string_view text) {
    if (auto const colon = text.find(':'); colon != std::string_view::npos) {
        auto const venue = find_venue(text.substr(0, colon));
        return Typed{std::string(text.substr(colon + 1)), venue.value_or("?")};
    }
    if (auto const last = text.find_last_of(". "); last != std::string_view::npos)
        if (auto const venue = find_venue(text.substr(last + 1)))
            return Typed{std::string(text.substr(0, last)), *venue};
    if (auto const first = text.find('.'); first != std::string_view::npos)
        if (auto const venue = find_venue(text.substr(0, first)))
            return Typed{std::string(text.substr(first + 1)), *venue};
    return std::nullopt;
}

std::optional<std::string_view> index_nickname(std::string_view text) {
    constexpr std::array names{Venue{"HSI", "^HSI"},   Venue{"GSPC", "^GSPC"},
                               Venue{"SPX", "^GSPC"},  Venue{"IXIC", "^IXIC"},
                               Venue{"NDX", "^NDX"},   Venue{"DJI", "^DJI"},
                               Venue{"HSCEI", "^HSCE"}};
    for (auto const& [name, index] : names)
        if (name == text) return index;
    return std::nullopt;
}

}  // namespace

std::vector<Symbol> parse_input(std::string_view text) {
    if (text.size() > max_input_bytes) return {};
    auto const narrowed = narrow(text);
    if (!narrowed || narrowed->empty()) return {};
    // Tencent writes usAAPL; in capitals USAAPL would be a ticker of its own.
    if (narrowed->starts_with("us") && narrowed->size() > 2 && is_letter((*narrowed)[2]))
        return one(united_states(narrowed->substr(2)));

    auto code = upper(*narrowed);
    if (code.ends_with(" EQUITY")) code.erase(code.size() - 7);
    if (code.starts_with('$') || code.starts_with('#')) code.erase(0, 1);
    if (code.starts_with('^')) return one(Symbol::try_parse(code));
    if (auto const typed = glued_prefix(code)) return one(on_venue(typed->code, typed->suffix));
    if (auto const typed = separated(code)) return one(on_venue(typed->code, typed->suffix));
    if (all_digits(code)) {
        if (code.size() <= 5) return one(hong_kong(code));
        return code.size() == 6 ? mainland(code) : std::vector<Symbol>{};
    }
    auto candidates = one(united_states(code));
    if (auto const index = index_nickname(code)) candidates.push_back(Symbol::parse(*index));
    return candidates;
}

}  // namespace ec::market
