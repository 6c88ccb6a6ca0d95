#include "audit_mutants.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <regex>

namespace ec::test {
namespace {

using narrative::BlockKind;
using narrative::Document;
using narrative::SectionId;

struct Place {
    std::size_t section = 0, block = 0, line = 0;
};

struct Figure {
    Place place;
    std::size_t begin = 0;  // of the sign or first digit
    std::size_t end = 0;    // after the last digit
    std::string unit;       // "%", "points", "m", "亿", ... or empty
    bool has_sign = false;
    bool range = false;
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> opposites{{
    {"above", "below"},    {"rose", "fell"},      {"ahead of", "behind"}, {"positive", "negative"},
    {"highest", "lowest"}, {"rising", "falling"}, {"bullish", "bearish"}, {"heavy", "light"},
    {"高于", "低于"},      {"上方", "下方"},      {"之上", "之下"},       {"上行", "下行"},
    {"领先", "落后"},      {"为正", "为负"},      {"转正", "转负"},       {"新高", "新低"},
    {"放量", "缩量"},      {"超买", "超卖"},      {"底背离", "顶背离"},   {"up", "down"},
}};

bool is_checked(SectionId id) { return id >= SectionId::bottom_line && id <= SectionId::ahead; }

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view after(std::string_view line, std::size_t at) {
    while (at < line.size() && line[at] == ' ') ++at;
    return line.substr(std::min(at, line.size()));
}

std::string unit_after(std::string_view line, std::size_t end) {
    auto const rest = after(line, end);
    for (std::string_view unit :
         {"个百分点", "points", "%", "亿", "万", "bn", "ATR", "个 ATR", "times", "倍"})
        if (rest.starts_with(unit)) return std::string(unit);
    for (std::string_view unit : {"m", "k"})
        if (rest.starts_with(unit) && (rest.size() == 1 || !letter(rest[1])))
            return std::string(unit);
    return {};
}

bool window_length(std::string_view number) {
    for (std::string_view n : {"1", "5", "20", "50", "60", "120", "200", "250"})
        if (number == n) return true;
    return false;
}

bool is_parameter(std::string_view line, std::size_t begin, std::size_t end) {
    auto const number = line.substr(begin, end - begin);
    auto const before = line.substr(0, begin);
    auto rest = after(line, end);
    if (before.size() > 1 && before.back() == '(' && letter(before[before.size() - 2])) return true;
    if (end < line.size() && letter(line[end])) return true;
    if (end + 1 < line.size() && line[end] == '-' && letter(line[end + 1]) &&
        !window_length(number) && line.substr(end, 4) != "-for")
        return true;
    if (before.ends_with("for-") || (rest.starts_with("拆") && number == "1")) return true;
    if (!window_length(number)) return false;
    if (rest.starts_with("-")) rest.remove_prefix(1);
    for (std::string_view unit : {"day", "session", "日", "个交易日", "、"})
        if (rest.starts_with(unit)) return true;
    for (std::string_view word : {"last ", "latest ", "近 ", "in ", "、"})
        if (before.ends_with(word)) return true;
    return false;
}

std::vector<std::pair<std::size_t, std::size_t>> spans_of(std::string const& line,
                                                          std::vector<std::string> const& words) {
    std::vector<std::pair<std::size_t, std::size_t>> spans;
    for (auto const& word : words) {
        if (word.empty()) continue;
        for (auto at = line.find(word); at != std::string::npos; at = line.find(word, at + 1))
            spans.emplace_back(at, at + word.size());
    }
    return spans;
}

struct DateSpan {
    std::size_t begin = 0, end = 0;
    std::size_t day_begin = 0, day_end = 0;
};

std::vector<DateSpan> dates_of(std::string const& line) {
    static std::regex const pattern(
        R"((\d{4}-\d{2}-)(\d{2})|(\d{1,2}) )"
        R"((Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(\d{1,2} 月 )(\d{1,2}) 日)");
    std::vector<DateSpan> dates;
    for (auto it = std::sregex_iterator(line.begin(), line.end(), pattern);
         it != std::sregex_iterator(); ++it) {
        auto const group = (*it)[2].matched ? 2 : (*it)[3].matched ? 3 : 6;
        auto const at = [&](std::size_t g) { return static_cast<std::size_t>(it->position(g)); };
        auto const size = [&](std::size_t g) { return static_cast<std::size_t>(it->length(g)); };
        auto const g = static_cast<std::size_t>(group);
        dates.push_back({at(0), at(0) + size(0), at(g), at(g) + size(g)});
    }
    return dates;
}

class Planter {
  public:
    Planter(Document const& document, std::vector<std::string> const& names,
            std::mt19937_64& random)
        : document_(document), names_(names), random_(random) {
        for (std::size_t s = 0; s < document.sections.size(); ++s) {
            if (!is_checked(document.sections[s].id)) continue;
            auto const& blocks = document.sections[s].blocks;
            for (std::size_t b = 0; b < blocks.size(); ++b)
                for (std::size_t l = 0; l < blocks[b].lines.size(); ++l) scan({s, b, l});
        }
    }

    std::vector<Mutant> plant(std::size_t per_kind) {
        std::vector<Mutant> out;
        for (std::size_t kind = 0; kind < mutant_kinds; ++kind) {
            auto all = candidates(static_cast<MutantKind>(kind));
            std::ranges::shuffle(all, random_);
            if (all.size() > per_kind) all.resize(per_kind);
            std::ranges::move(all, std::back_inserter(out));
        }
        return out;
    }

  private:
    [[nodiscard]] std::string line(Place p) const {
        return plain_text(document_.sections[p.section].blocks[p.block].lines[p.line]);
    }

    void scan(Place place) {
        auto const text = line(place);
        auto const dates = dates_of(text);
        for (auto const& date : dates) dates_.push_back({place, date});
        auto blocked = spans_of(text, names_);
        for (auto const& date : dates) blocked.emplace_back(date.begin, date.end);
        for (std::size_t i = 0; i < text.size();) {
            if (!digit(text[i])) {
                ++i;
                continue;
            }
            auto end = i;
            while (end < text.size() &&
                   (digit(text[end]) || ((text[end] == '.' || text[end] == ',') &&
                                         end + 1 < text.size() && digit(text[end + 1]))))
                ++end;
            bool const inside = std::ranges::any_of(
                blocked, [&](auto const& b) { return i >= b.first && i < b.second; });
            bool const joined = i > 0 && letter(text[i - 1]);
            if (!inside && !joined && !is_parameter(text, i, end)) add_figure(place, text, i, end);
            i = end;
        }
        add_words(place, text);
    }

    void add_figure(Place place, std::string const& text, std::size_t i, std::size_t end) {
        Figure f{place, i, end, unit_after(text, end), false, false};
        bool const minus = i > 0 && (text[i - 1] == '-' || text[i - 1] == '+');
        bool const free = i < 2 || !digit(text[i - 2]);
        f.has_sign = minus && free;
        if (f.has_sign) --f.begin;
        auto const next = text.substr(end, 4);
        f.range = (!free && minus) || (next.size() > 1 && next[0] == '-' && digit(next[1])) ||
                  next.starts_with("–") || (i >= 3 && text.compare(i - 3, 3, "–") == 0) ||
                  next.starts_with("/") || (i > 0 && text[i - 1] == '/');
        figures_.push_back(f);
    }

    void add_words(Place place, std::string const& text) {
        for (auto const& [a, b] : opposites)
            for (auto const& [from, to] : {std::pair{a, b}, std::pair{b, a}})
                for (auto at = text.find(from); at != std::string::npos;
                     at = text.find(from, at + 1)) {
                    bool const edge = at > 0 && letter(text[at - 1]) && letter(from.front());
                    auto const next = at + from.size();
                    bool const inside =
                        next < text.size() && letter(text[next]) && letter(from.back());
                    if (from == "up" && text.compare(at, 5, "up to") == 0) continue;
                    if (at > 0 && text[at - 1] == '-') continue;  // lock-up
                    if (at >= 7 && text.compare(at - 7, 7, "listed ") == 0) continue;
                    if (!edge && !inside)
                        words_.push_back({place, at, at + from.size(), std::string(to)});
                }
    }

    Mutant make(MutantKind kind, Place p, std::size_t begin, std::size_t end,
                std::string const& with) const {
        auto text = line(p);
        text.replace(begin, end - begin, with);
        return {kind, p.section, p.block, p.line, begin, std::move(text)};
    }

    std::vector<Mutant> candidates(MutantKind kind) {
        std::vector<Mutant> out;
        if (kind == MutantKind::direction) {
            for (auto const& w : words_) out.push_back(make(kind, w.place, w.begin, w.end, w.with));
            return out;
        }
        if (kind == MutantKind::date) {
            for (auto const& [place, date] : dates_)
                if (auto mutant = change_day(place, date)) out.push_back(*mutant);
            return out;
        }
        for (auto const& f : figures_)
            if (auto mutant = change(kind, f)) out.push_back(*mutant);
        return out;
    }

    std::optional<Mutant> change(MutantKind kind, Figure const& f) {
        switch (kind) {
            case MutantKind::last_digit:
                return change_last_digit(f);
            case MutantKind::sign:
                return change_sign(f);
            case MutantKind::scale:
                return change_scale(f);
            case MutantKind::unit:
                return change_unit(f);
            default:
                return swap_figure(f);
        }
    }

    Mutant change_last_digit(Figure const& f) {
        auto const text = line(f.place);
        auto const old = text[f.end - 1] - '0';
        auto const fresh = (old + 1 + static_cast<int>(random_() % 9)) % 10;
        return make(MutantKind::last_digit, f.place, f.end - 1, f.end, std::to_string(fresh));
    }

    std::optional<Mutant> change_sign(Figure const& f) const {
        auto const text = line(f.place);
        auto const digits = text.substr(f.begin, f.end - f.begin);
        if (f.range || digits.find_first_of("123456789") == std::string::npos) return std::nullopt;
        if (f.has_sign)
            return make(MutantKind::sign, f.place, f.begin, f.begin + 1,
                        text[f.begin] == '-' ? "+" : "-");
        if (text.find("drawdown") != std::string::npos || text.find("回撤") != std::string::npos)
            return std::nullopt;
        if (f.unit != "%" && f.unit != "points" && f.unit != "个百分点") return std::nullopt;
        return make(MutantKind::sign, f.place, f.begin, f.begin, "-");
    }

    std::optional<Mutant> change_scale(Figure const& f) const {
        constexpr std::array<std::pair<std::string_view, std::string_view>, 5> scales{
            {{"亿", "万"}, {"万", "亿"}, {"m", "bn"}, {"bn", "m"}, {"k", "m"}}};
        for (auto const& [from, to] : scales) {
            if (f.unit != from) continue;
            auto const at = line(f.place).find(from, f.end);
            return make(MutantKind::scale, f.place, at, at + from.size(), std::string(to));
        }
        return std::nullopt;
    }

    std::optional<Mutant> change_unit(Figure const& f) const {
        auto const text = line(f.place);
        auto const zh = document_.language == narrative::Language::zh;
        auto const at = f.unit.empty() ? f.end : text.find(f.unit, f.end);
        if (f.unit == "%")
            return make(MutantKind::unit, f.place, at, at + 1, zh ? " 个百分点" : "points");
        if (f.unit == "points" || f.unit == "个百分点")
            return make(MutantKind::unit, f.place, at, at + f.unit.size(), "%");
        bool const price = f.unit.empty() && !f.range &&
                           text.substr(f.begin, f.end - f.begin).find('.') != std::string::npos;
        if (!price) return std::nullopt;
        return make(MutantKind::unit, f.place, f.end, f.end, zh ? "%" : " %");
    }

    std::optional<Mutant> swap_figure(Figure const& f) {
        if (figures_.size() < 2) return std::nullopt;
        auto const own = digits_of(f);
        for (int attempt = 0; attempt < 8; ++attempt) {
            auto const& other = figures_[random_() % figures_.size()];
            auto const theirs = digits_of(other);
            if (other.unit != f.unit || same_value(own, theirs)) continue;
            return make(MutantKind::swap, f.place, f.begin, f.end, theirs);
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string digits_of(Figure const& f) const {
        return line(f.place).substr(f.begin, f.end - f.begin);
    }
    // Equal at the precision of the one written with fewer decimals.
    static bool same_value(std::string a, std::string b) {
        std::erase(a, ',');
        std::erase(b, ',');
        auto const decimals = [](std::string const& text) {
            auto const point = text.find('.');
            return point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
        };
        auto const step = std::pow(10.0, -std::min(decimals(a), decimals(b)));
        return std::abs(std::stod(a) - std::stod(b)) <= step / 2 * (1 + 1e-9);
    }

    std::optional<Mutant> change_day(Place place, DateSpan const& date) {
        auto const text = line(place);
        auto const day = std::stoi(text.substr(date.day_begin, date.day_end - date.day_begin));
        auto fresh = day;
        while (fresh == day) fresh = 1 + static_cast<int>(random_() % 28);
        auto written = std::to_string(fresh);
        bool const padded = text.substr(date.begin, 5).find('-') != std::string::npos;
        if (padded && written.size() == 1) written.insert(0, "0");
        return make(MutantKind::date, place, date.day_begin, date.day_end, written);
    }

    struct Word {
        Place place;
        std::size_t begin = 0, end = 0;
        std::string with;
    };

    Document const& document_;
    std::vector<std::string> const& names_;
    std::mt19937_64& random_;
    std::vector<Figure> figures_;
    std::vector<std::pair<Place, DateSpan>> dates_;
    std::vector<Word> words_;
};

}  // namespace

std::string_view to_string(MutantKind kind) noexcept {
    switch (kind) {
        case MutantKind::last_digit:
            return "last digit";
        case MutantKind::sign:
            return "sign";
        case MutantKind::scale:
            return "scale";
        case MutantKind::unit:
            return "unit";
        case MutantKind::date:
            return "date";
        case MutantKind::swap:
            return "swap";
        case MutantKind::direction:
            return "direction";
    }
    return "";
}

std::vector<Mutant> plant_errors(Document const& document, std::vector<std::string> const& names,
                                 std::size_t per_kind, std::mt19937_64& random) {
    return Planter(document, names, random).plant(per_kind);
}

}  // namespace ec::test
