#include <ec/marketdata/identity.hpp>

#include <text_encoding.hpp>

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace ec::marketdata {
namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 38> legal_words{
    "a",     "ab",    "adr",     "ads",      "ag",     "and",          "as",      "b",
    "c",     "cl",    "class",   "co",       "common", "company",      "corp",    "corporation",
    "group", "h",     "holding", "holdings", "inc",    "incorporated", "limited", "llc",
    "lp",    "ltd",   "nv",      "of",       "ord",    "ordinary",     "plc",     "sa",
    "se",    "share", "shares",  "spa",      "stock",  "the"};
// Shared by companies that have nothing to do with each other.
constexpr std::array<std::string_view, 36> generic_words{
    "american",     "bank",          "capital",  "china",     "electric", "energy",
    "financial",    "first",         "general",  "global",    "hong",     "industries",
    "insurance",    "international", "kong",     "life",      "medical",  "motor",
    "motors",       "national",      "new",      "oil",       "partners", "pharmaceuticals",
    "power",        "resources",     "services", "solutions", "southern", "systems",
    "technologies", "technology",    "trust",    "united",    "us",       "western"};
constexpr std::array<std::u16string_view, 7> han_forms{
    u"股份有限公司", u"有限公司", u"股份", u"控股", u"集团", u"公司", u"科技"};

bool is_one_of(std::span<std::string_view const> list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

icu::UnicodeString unicode(std::string_view utf8) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
}

constexpr UChar32 first_han = 0x2E80;

// The Han characters of a name without what says "company": marks before and after it
// ("XD", "-W") are letters of another script.
icu::UnicodeString han_core(std::string_view name) {
    auto const text = unicode(normalise_name(name));
    icu::UnicodeString all;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        if (auto const c = text.char32At(i); c >= first_han && u_isalpha(c)) all.append(c);
    auto core = all;
    for (auto const form : han_forms)
        core.findAndReplace(icu::UnicodeString(form.data(), static_cast<std::int32_t>(form.size())),
                            icu::UnicodeString());
    if (core.startsWith(u"中国") && core.length() > 3) core.remove(0, 2);
    return core.isEmpty() ? all : core;
}

Words latin_words(std::string_view name) {
    auto const text = unicode(name);
    Words words;
    icu::UnicodeString word;
    auto const end_word = [&] {
        std::string utf8;
        word.toUTF8String(utf8);
        if (auto folded = normalise_name(utf8); !folded.empty()) words.push_back(std::move(folded));
        word.remove();
    };
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        auto const c = text.char32At(i);
        if (u_isalnum(c) && c < first_han)
            word.append(c);
        else if (c != '\'' && c != 0x2019)
            end_word();
    }
    end_word();
    return words;
}

Words without(Words const& words, std::span<std::string_view const> list) {
    Words out;
    for (auto const& word : words)
        if (!is_one_of(list, word)) out.push_back(word);
    return out;
}

std::string joined(Words const& words) {
    std::string out;
    for (auto const& word : words) out += word;
    return out;
}

std::string initials(Words const& words) {
    std::string out;
    for (auto const& word : words) out += word.front();
    return out;
}

std::size_t shared(Words const& a, Words const& b) {
    std::set<std::string> const set(a.begin(), a.end());
    std::set<std::string> const other(b.begin(), b.end());
    return static_cast<std::size_t>(
        std::ranges::count_if(other, [&](auto const& word) { return set.contains(word); }));
}

bool is_inside(std::string_view part, std::string_view whole) {
    constexpr std::size_t telling = 4;
    return part.size() >= telling && whole.find(part) != std::string_view::npos;
}

bool is_short_for(Words const& letters, Words const& words) {
    return words.size() >= 3 && letters.size() == 1 && letters.front() == initials(words);
}

bool latin_alike(std::string_view a_name, std::string_view b_name) {
    auto const a_all = latin_words(a_name);
    auto const b_all = latin_words(b_name);
    auto a = without(a_all, legal_words);
    auto b = without(b_all, legal_words);
    if (a.empty()) a = a_all;
    if (b.empty()) b = b_all;
    auto const a_own = without(a, generic_words);
    auto const b_own = without(b, generic_words);
    if (shared(a_own, b_own) > 0) return true;
    auto const whole_a = joined(a);
    auto const whole_b = joined(b);
    if (whole_a == whole_b || is_short_for(a, b) || is_short_for(b, a)) return true;
    for (auto const& word : a_own)
        if (is_inside(word, whole_b)) return true;
    for (auto const& word : b_own)
        if (is_inside(word, whole_a)) return true;
    return shared(a, b) * 2 > std::min(a.size(), b.size());
}

bool han_alike(icu::UnicodeString const& a, icu::UnicodeString const& b) {
    auto const& shorter = a.length() <= b.length() ? a : b;
    auto const& longer = a.length() <= b.length() ? b : a;
    std::int32_t common = 0;
    for (std::int32_t i = 0; i < shorter.length(); ++i)
        common += longer.indexOf(shorter.charAt(i)) >= 0 ? 1 : 0;
    return common * 2 > shorter.length();
}

using Venue = std::pair<std::string_view, market::Exchange>;
constexpr std::array<Venue, 34> venues{{
    {"nms", market::Exchange::us},
    {"ngm", market::Exchange::us},
    {"ncm", market::Exchange::us},
    {"nasdaq", market::Exchange::us},
    {"nasdaqgs", market::Exchange::us},
    {"nyq", market::Exchange::us},
    {"nyse", market::Exchange::us},
    {"nysearca", market::Exchange::us},
    {"nyseamerican", market::Exchange::us},
    {"pcx", market::Exchange::us},
    {"ase", market::Exchange::us},
    {"amex", market::Exchange::us},
    {"bts", market::Exchange::us},
    {"bats", market::Exchange::us},
    {"cboe", market::Exchange::us},
    {"snp", market::Exchange::us},
    {"dji", market::Exchange::us},
    {"105", market::Exchange::us},
    {"106", market::Exchange::us},
    {"107", market::Exchange::us},
    {"hkg", market::Exchange::hk},
    {"hkex", market::Exchange::hk},
    {"xhkg", market::Exchange::hk},
    {"hkse", market::Exchange::hk},
    {"116", market::Exchange::hk},
    {"shh", market::Exchange::sh},
    {"sse", market::Exchange::sh},
    {"xshg", market::Exchange::sh},
    {"1", market::Exchange::sh},
    {"shz", market::Exchange::sz},
    {"szse", market::Exchange::sz},
    {"xshe", market::Exchange::sz},
    {"xbse", market::Exchange::bj},
    {"bjse", market::Exchange::bj},
}};

std::optional<market::Exchange> exchange_of(std::string_view stated) {
    auto const name = normalise_name(stated);
    for (auto const& [venue, exchange] : venues)
        if (venue == name) return exchange;
    return std::nullopt;
}

// What a list does not say is known from the market.
std::string currency_of(Instrument const& instrument) {
    return instrument.currency.empty()
               ? std::string(market::currency_of(instrument.symbol.market()))
               : instrument.currency;
}

}  // namespace

NameMatch match_names(std::string_view a, std::string_view b) {
    auto const a_han = han_core(a);
    auto const b_han = han_core(b);
    if (!a_han.isEmpty() && !b_han.isEmpty())
        return han_alike(a_han, b_han) ? NameMatch::same : NameMatch::other;
    bool const one_is_han = !a_han.isEmpty() || !b_han.isEmpty();
    if (one_is_han || latin_words(a).empty() || latin_words(b).empty()) return NameMatch::unknown;
    return latin_alike(a, b) ? NameMatch::same : NameMatch::other;
}

std::optional<IdentityMismatch> find_mismatch(ProviderAnswer const& answer,
                                              Instrument const& instrument) {
    auto const currency = currency_of(instrument);
    bool const priced = instrument.kind != market::InstrumentKind::index;
    if (priced && !answer.currency.empty() && answer.currency != currency)
        return IdentityMismatch{"provider.other_currency",
                                fmt::format("prices in {}, but {} is quoted in {}", answer.currency,
                                            instrument.symbol.text(), currency)};
    auto const exchange = exchange_of(answer.exchange);
    if (exchange && *exchange != instrument.symbol.exchange())
        return IdentityMismatch{
            "provider.other_exchange",
            fmt::format("prices of another exchange ({}) than that of {}",
                        market::to_string(*exchange), instrument.symbol.text())};
    if (instrument.kind != market::InstrumentKind::stock) return std::nullopt;
    auto const english = match_names(answer.name, instrument.name_en);
    auto const chinese = match_names(answer.name, instrument.name_zh);
    bool const same = english == NameMatch::same || chinese == NameMatch::same;
    bool const other = english == NameMatch::other || chinese == NameMatch::other;
    if (same || !other) return std::nullopt;
    auto const& known = english == NameMatch::other ? instrument.name_en : instrument.name_zh;
    return IdentityMismatch{
        "provider.other_company",
        fmt::format("prices of another company than {} ({})", known, instrument.symbol.text())};
}

}  // namespace ec::marketdata
