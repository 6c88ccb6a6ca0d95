#include "audit_units.hpp"

#include <algorithm>

namespace ec::narrative::audit {
namespace {

constexpr std::array scales{
    UnitRow{{"万", "亿"}, {}, 1e12}, UnitRow{{"千", "万"}, {}, 1e7},
    UnitRow{{"百", "万"}, {}, 1e6},  UnitRow{{"亿"}, {}, 1e8},
    UnitRow{{"万"}, {}, 1e4},        UnitRow{{"千"}, {}, 1e3},
    UnitRow{{"thousand"}, {}, 1e3},  UnitRow{{"k"}, {}, 1e3},
    UnitRow{{"million"}, {}, 1e6},   UnitRow{{"millions"}, {}, 1e6},
    UnitRow{{"mn"}, {}, 1e6},        UnitRow{{"m"}, {}, 1e6},
    UnitRow{{"mln"}, {}, 1e6},       UnitRow{{"billion"}, {}, 1e9},
    UnitRow{{"billions"}, {}, 1e9},  UnitRow{{"bn"}, {}, 1e9},
    UnitRow{{"b"}, {}, 1e9},         UnitRow{{"trillion"}, {}, 1e12},
    UnitRow{{"tn"}, {}, 1e12},
};

constexpr std::array units{
    UnitRow{{"%"}, Measure::percent, 1},
    UnitRow{{"percentage", "points"}, Measure::points, 1},
    UnitRow{{"percentage", "point"}, Measure::points, 1},
    UnitRow{{"percent"}, Measure::percent, 1},
    UnitRow{{"per", "cent"}, Measure::percent, 1},
    UnitRow{{"pct"}, Measure::percent, 1},
    UnitRow{{"pp"}, Measure::points, 1},
    UnitRow{{"pts"}, Measure::points, 1},
    UnitRow{{"points"}, Measure::points, 1},
    UnitRow{{"point"}, Measure::points, 1},
    UnitRow{{"个", "百", "分", "点"}, Measure::points, 1},
    UnitRow{{"百", "分", "点"}, Measure::points, 1},
    UnitRow{{"个", "点"}, Measure::points, 1},
    UnitRow{{"点"}, Measure::points, 1},
    UnitRow{{"个", "atr"}, Measure::atr, 1},
    UnitRow{{"倍", "atr"}, Measure::atr, 1},
    UnitRow{{"times", "atr"}, Measure::atr, 1},
    UnitRow{{"x", "atr"}, Measure::atr, 1},
    UnitRow{{"atr"}, Measure::atr, 1},
    UnitRow{{"atrs"}, Measure::atr, 1},
    UnitRow{{"times"}, Measure::times, 1},
    UnitRow{{"x"}, Measure::times, 1},
    UnitRow{{"倍"}, Measure::times, 1},
    UnitRow{{"shares"}, Measure::shares, 1},
    UnitRow{{"股"}, Measure::shares, 1},
    UnitRow{{"dollars"}, Measure::currency, 1},
    UnitRow{{"dollar"}, Measure::currency, 1},
    UnitRow{{"yuan"}, Measure::currency, 1},
    UnitRow{{"usd"}, Measure::currency, 1},
    UnitRow{{"hkd"}, Measure::currency, 1},
    UnitRow{{"cny"}, Measure::currency, 1},
    UnitRow{{"rmb"}, Measure::currency, 1},
    UnitRow{{"元"}, Measure::currency, 1},
    UnitRow{{"港", "元"}, Measure::currency, 1},
    UnitRow{{"港", "币"}, Measure::currency, 1},
    UnitRow{{"美", "元"}, Measure::currency, 1},
    UnitRow{{"人", "民", "币"}, Measure::currency, 1},
    UnitRow{{"standard", "deviations"}, Measure::deviations, 1},
    UnitRow{{"daily", "standard", "deviations"}, Measure::deviations, 1},
    UnitRow{{"sd"}, Measure::deviations, 1},
    UnitRow{{"sigma"}, Measure::deviations, 1},
    UnitRow{{"个", "标", "准", "差"}, Measure::deviations, 1},
    UnitRow{{"倍", "标", "准", "差"}, Measure::deviations, 1},
    UnitRow{{"sessions"}, Measure::sessions, 1},
    UnitRow{{"session"}, Measure::sessions, 1},
    UnitRow{{"trading", "days"}, Measure::sessions, 1},
    UnitRow{{"days"}, Measure::sessions, 1},
    UnitRow{{"day"}, Measure::sessions, 1},
    UnitRow{{"weeks"}, Measure::sessions, 5},
    UnitRow{{"week"}, Measure::sessions, 5},
    UnitRow{{"months"}, Measure::sessions, 21},
    UnitRow{{"month"}, Measure::sessions, 21},
    UnitRow{{"years"}, Measure::sessions, 250},
    UnitRow{{"year"}, Measure::sessions, 250},
    UnitRow{{"个", "交", "易"}, Measure::sessions, 1},
    UnitRow{{"交", "易", "日"}, Measure::sessions, 1},
    UnitRow{{"日"}, Measure::sessions, 1},
    UnitRow{{"天"}, Measure::sessions, 1},
    UnitRow{{"周"}, Measure::sessions, 5},
    UnitRow{{"个", "月"}, Measure::sessions, 21},
};

template <typename Rows>
UnitRow const* longest_match(Rows const& rows, TokenizedText const& text, std::size_t at) {
    UnitRow const* best = nullptr;
    std::uint32_t longest = 0;
    for (auto const& row : rows) {
        auto const length = row.length();
        if (length <= longest) continue;
        std::uint32_t n = 0;
        while (n < length && text.view(at + n) == row.words[n] &&
               text.tokens[at + n].sentence == text.tokens[at - 1].sentence)
            ++n;
        if (n < length) continue;
        longest = length;
        best = &row;
    }
    return best;
}

}  // namespace

std::uint32_t UnitRow::length() const noexcept {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(words, [](std::string_view word) { return !word.empty(); }));
}

UnitRow const* match_scale(TokenizedText const& text, std::size_t at) {
    return longest_match(scales, text, at);
}

UnitRow const* match_unit(TokenizedText const& text, std::size_t at) {
    return longest_match(units, text, at);
}

}  // namespace ec::narrative::audit
