#include "audit_quantities.hpp"

#include "audit_units.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace ec::narrative::audit {
namespace {

constexpr std::array<std::string_view, 22> indicator_words{
    "sma",  "ema", "wma", "ma",   "rsi",   "adx", "macd", "kdj",   "cci",   "mfi", "atr",
    "boll", "dmi", "roc", "trix", "willr", "r",   "di",   "aroon", "stoch", "var", "bbands"};
constexpr std::array<std::string_view, 16> reference_words{
    "section", "sections", "page",    "pages", "figure", "fig",  "table", "chapter",
    "note",    "step",     "version", "v",     "第",     "item", "part",  "footnote"};
constexpr std::array<std::string_view, 5> backward_words{"last", "past", "previous", "latest",
                                                         "近"};
constexpr std::array<std::string_view, 8> average_lengths{"5",  "10",  "20",  "50",
                                                          "60", "120", "200", "250"};
constexpr std::array<std::string_view, 8> list_links{"、", ",", "and", "&", "和", "及", "与", "/"};
constexpr std::array<std::string_view, 8> year_words{"in",     "of",    "since", "by",
                                                     "during", "early", "late",  "fy"};

template <typename List>
bool has(List const& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

class Parser {
  public:
    Parser(TokenizedText const& text, std::vector<Mention> const& mentions)
        : text_(text), covered_(text.tokens.size(), false) {
        for (auto const& mention : mentions)
            std::fill(covered_.begin() + mention.first, covered_.begin() + mention.last + 1, true);
    }

    std::vector<Quantity> run() {
        for (at_ = 0; at_ < text_.tokens.size();) at_ = step();
        return std::move(out_);
    }

  private:
    std::size_t step() {
        auto const& token = text_.tokens[at_];
        if (token.kind == TokenKind::symbol) return at_ + 1;
        bool const number = token.kind == TokenKind::number;
        if (number || token.kind == TokenKind::word)
            if (auto const date = parse_date(text_, at_)) return add_date(*date);
        if (covered_[at_]) return at_ + 1;
        if (number) return add_number();
        return add_spelled();
    }

    std::size_t add_date(ParsedDate const& date) {
        Quantity q;
        q.measure = Measure::date;
        q.date = date.date;
        q.has_year = date.has_year;
        q.has_day = date.has_day;
        q.first = q.number = static_cast<std::uint32_t>(at_);
        q.last = date.last;
        out_.push_back(q);
        return date.last + 1U;
    }

    std::size_t add_spelled() {
        auto const spelled = parse_spelled_number(text_, at_);
        if (!spelled) return at_ + 1;
        Quantity q;
        q.value = spelled->value;
        q.spelled = true;
        q.first = q.number = static_cast<std::uint32_t>(at_);
        q.last = spelled->last;
        read_unit(q);
        q.significant = 1;
        out_.push_back(q);
        join_range();
        return out_.back().last + 1U;
    }

    std::size_t add_number() {
        Quantity q;
        q.first = q.number = q.last = static_cast<std::uint32_t>(at_);
        std::string digits;
        for (char const c : text_.view(at_))
            if (c != ',') digits += c;
        q.value = std::strtod(digits.c_str(), nullptr);
        auto const point = digits.find('.');
        q.decimals =
            point == std::string::npos ? 0 : static_cast<std::int32_t>(digits.size() - point - 1);
        for (std::int32_t i = 0; i < q.decimals; ++i) q.half_step /= 10;
        count_digits(q, digits);
        if (is_label(q)) {
            q.parameter = true;
        } else {
            read_sign(q);
            read_unit(q);
        }
        if (q.measure == Measure::bare && !q.parameter) read_year(q);
        out_.push_back(q);
        join_range();
        join_slashes();
        join_split();
        return out_.back().last + 1U;
    }

    static void count_digits(Quantity& q, std::string const& digits) {
        std::int32_t count = 0;
        for (char const c : digits) count += (c != '.' && (count > 0 || c != '0')) ? 1 : 0;
        q.significant = std::max(count, 1);
    }

    // Numbers that name or number things.
    [[nodiscard]] bool is_label(Quantity const& q) const {
        auto const i = static_cast<std::size_t>(q.number);
        auto const& token = text_.tokens[i];
        auto const before = i > 0 ? text_.view(i - 1) : std::string_view();
        auto const after = text_.view(i + 1);
        bool const next_joined = i + 1 < text_.tokens.size() && !text_.tokens[i + 1].space_before;
        if (has(reference_words, before) || text_.view(i).size() > 24) return true;
        if (before == "/" && i > 1 && text_.tokens[i - 2].kind == TokenKind::word &&
            !token.space_before && !text_.tokens[i - 1].space_before)
            return true;  // rules/1
        if (i > 0 && !token.space_before) {
            if (text_.tokens[i - 1].kind == TokenKind::word) return true;  // Q3, MA30
            if (before == "-" && i > 1 && text_.tokens[i - 2].kind == TokenKind::word &&
                !text_.tokens[i - 1].space_before)
                return true;  // covid-19
        }
        if (after == "." && next_joined && i + 2 < text_.tokens.size() &&
            text_.tokens[i + 2].kind == TokenKind::word && !text_.tokens[i + 2].space_before)
            return true;  // 0700.hk
        bool const whole = q.decimals == 0 && q.value < 100;
        if (whole && starts_line(i) && (after == "." || after == ")" || after == "、")) return true;
        if (whole && after == ":" && next_joined && i + 2 < text_.tokens.size() &&
            text_.tokens[i + 2].kind == TokenKind::number && !text_.tokens[i + 2].space_before)
            return text_.view(i + 2).size() == 2;  // 16:00
        if (before == ":" && !token.space_before && i > 1 && text_.view(i).size() == 2 &&
            text_.tokens[i - 2].kind == TokenKind::number && !text_.tokens[i - 1].space_before)
            return true;
        return in_indicator_brackets(i) || in_length_list(i) || is_identifier(i);
    }

    // "20、50、200 日均线", "20-, 50- and 200-day averages"
    [[nodiscard]] bool in_length_list(std::size_t i) const {
        if (!has(average_lengths, text_.view(i))) return false;
        auto at = i + 1;
        if (text_.view(at) == "-") ++at;
        bool linked = false;
        for (int links = 0; links < 2 && has(list_links, text_.view(at)); ++links, ++at)
            linked = true;
        return linked && has(average_lengths, text_.view(at));
    }

    // 30057df2bf54: digits run into letters that are no unit.
    [[nodiscard]] bool is_identifier(std::size_t i) const {
        if (i + 1 >= text_.tokens.size()) return false;
        auto const& next = text_.tokens[i + 1];
        if (next.kind != TokenKind::word || next.space_before || next.begin != text_.tokens[i].end)
            return false;
        return match_scale(text_, i + 1) == nullptr && match_unit(text_, i + 1) == nullptr;
    }

    [[nodiscard]] bool starts_line(std::size_t i) const {
        auto at = text_.tokens[i].begin;
        while (at > 0 && (text_.text[at - 1] == ' ' || text_.text[at - 1] == '(')) --at;
        return at == 0 || text_.text[at - 1] == '\n';
    }

    // ADX(14), MACD(12,26,9): whole numbers in brackets joined to an indicator's name.
    [[nodiscard]] bool in_indicator_brackets(std::size_t i) const {
        auto open = i;
        while (open > 0 && (text_.tokens[open].kind == TokenKind::number ||
                            text_.view(open) == "," || text_.view(open) == "，")) {
            if (text_.view(open).find('.') != std::string_view::npos) return false;
            --open;
        }
        return open > 0 && text_.view(open) == "(" && !text_.tokens[open].space_before &&
               has(indicator_words, text_.view(open - 1));
    }

    void read_sign(Quantity& q) const {
        auto i = static_cast<std::size_t>(q.number);
        auto const currency_before = [&] {
            if (i == 0) return false;
            auto const word = text_.view(i - 1);
            return word == "$" || word == "¥" || word == "€" || word == "£" || word == "￥" ||
                   word == "usd" || word == "hkd" || word == "cny" || word == "rmb";
        };
        if (currency_before()) {
            --i;
            q.measure = Measure::currency;
            auto const word = i > 0 ? text_.view(i - 1) : std::string_view();
            if (text_.view(i) == "$" && (word == "us" || word == "hk")) --i;
            q.first = static_cast<std::uint32_t>(i);
        }
        if (i == 0) return;
        auto const word = text_.view(i - 1);
        bool const joined = !text_.tokens[i].space_before;
        bool const after_number = i > 1 && text_.tokens[i - 2].kind == TokenKind::number &&
                                  !text_.tokens[i - 1].space_before;
        if (joined && !after_number && (word == "-" || word == "+" || word == "~"))
            q.sign = word == "+" ? 1 : -1;
        else if (word == "负" || word == "minus")
            q.sign = -1;
        else
            return;
        q.first = static_cast<std::uint32_t>(i - 1);
    }

    void read_unit(Quantity& q) const {
        auto next = q.last + 1U;
        if (auto const* scale = match_scale(text_, next)) {
            q.value *= scale->scale;
            q.half_step *= scale->scale;
            q.scale = scale->scale;
            q.last += scale->length();
            next = q.last + 1U;
        }
        if (auto const* unit = match_unit(text_, next)) {
            bool const year = unit->scale == 250 && q.value > 100;
            if (!year) {
                q.measure = unit->measure;
                q.value *= unit->scale;
                q.last += unit->length();
                if (text_.view(q.last) == "易") q.last += text_.view(q.last + 1U) == "日" ? 1 : 0;
            }
        }
        read_prefix(q);
    }

    // 百分之五, and windows whose unit is left out: "in 60", "of the last 250".
    void read_prefix(Quantity& q) const {
        auto const i = static_cast<std::size_t>(q.number);
        if (q.measure != Measure::bare || i == 0) return;
        auto const before = text_.view(i - 1);
        if (i >= 3 && before == "之" && text_.view(i - 2) == "分" && text_.view(i - 3) == "百") {
            q.measure = Measure::percent;
            q.first = static_cast<std::uint32_t>(i - 3);
            return;
        }
        bool const window =
            q.value == 5 || q.value == 20 || q.value == 60 || q.value == 120 || q.value == 250;
        if (window && q.decimals == 0 && q.scale == 1 && !q.spelled &&
            (has(backward_words, before) || before == "in" || before == "over"))
            q.measure = Measure::sessions;
    }

    void read_year(Quantity& q) const {
        auto const i = static_cast<std::size_t>(q.number);
        bool const plausible = q.decimals == 0 && q.scale == 1 && q.value >= 1900 &&
                               q.value <= 2100 && text_.view(i).size() == 4;
        bool const named =
            text_.view(i + 1) == "年" || (i > 0 && has(year_words, text_.view(i - 1)));
        if (!plausible || !named) return;
        q.measure = Measure::date;
        q.date = Date::try_from_ymd(static_cast<int>(q.value), 1, 1);
        q.has_year = true;
        q.has_month = q.has_day = false;
        if (text_.view(i + 1) == "年") q.last = static_cast<std::uint32_t>(i + 1);
    }

    [[nodiscard]] bool in_one_sentence(Quantity const& a, Quantity const& b) const {
        return text_.tokens[a.number].sentence == text_.tokens[b.number].sentence;
    }

    // The figure just read closes a range that the one before it opened.
    void join_range() {
        if (out_.size() < 2) return;
        auto& low = out_[out_.size() - 2];
        auto& high = out_.back();
        auto const link = text_.view(low.last + 1U);
        bool const linked =
            in_one_sentence(low, high) && high.number == low.last + 2U &&
            (link == "-" || link == "~" || link == "to" || link == "至" || link == "到");
        if (!linked || low.group != Group::none || low.measure == Measure::date ||
            high.measure == Measure::date)
            return;
        low.group = high.group = Group::range;
        low.group_size = high.group_size = 2;
        high.ordinal = 1;
        high.parameter = high.parameter || low.parameter;
        if (link == "-" || link == "~") {
            high.sign = 0;
            high.first = high.number;
        }
        if (low.measure == Measure::bare && low.scale == 1) {
            low.measure = high.measure;
            low.value *= high.scale;
            low.half_step *= high.scale;
            low.scale = high.scale;
        }
    }

    // 41/36/23: the unit written once stands for all.
    void join_slashes() {
        if (out_.size() < 3) return;
        auto* const q = &out_[out_.size() - 3];
        if (!in_one_sentence(q[0], q[2])) return;
        for (int i = 0; i < 2; ++i)
            if (text_.view(q[i].last + 1U) != "/" || q[i + 1].number != q[i].last + 2U) return;
        for (int i = 0; i < 3; ++i) {
            q[i].group = Group::triplet;
            q[i].ordinal = i;
            q[i].group_size = 3;
            if (q[i].measure == Measure::bare) q[i].measure = q[2].measure;
        }
    }

    // 4-for-1, 1 拆 4, 4:1
    void join_split() {
        if (out_.size() < 2) return;
        auto& a = out_[out_.size() - 2];
        auto& b = out_.back();
        if (!in_one_sentence(a, b)) return;
        bool const for_form = text_.view(a.last + 1U) == "for" && b.number <= a.last + 3U;
        bool const han_form = b.number == a.last + 2U && text_.view(a.last + 1U) == "拆";
        bool const colon = b.number == a.last + 2U && text_.view(a.last + 1U) == ":" &&
                           !text_.tokens[a.last + 1U].space_before;
        if (!for_form && !han_form && !colon) return;
        a.group = b.group = Group::split;
        a.group_size = b.group_size = 2;
        b.ordinal = 1;
        b.sign = 0;
        b.first = b.number;
    }

    TokenizedText const& text_;
    std::vector<bool> covered_;
    std::vector<Quantity> out_;
    std::size_t at_ = 0;
};

}  // namespace

std::vector<Quantity> parse_quantities(TokenizedText const& text,
                                       std::vector<Mention> const& mentions) {
    return Parser(text, mentions).run();
}

}  // namespace ec::narrative::audit
