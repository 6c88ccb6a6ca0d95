#include "wording_lists.hpp"

#include <array>

namespace ec::narrative {
namespace {

using enum WordingRule;

constexpr std::array phrases_en{
    BannedPhrase{"strong buy", forbidden_phrase},
    BannedPhrase{"must-own", forbidden_phrase},
    BannedPhrase{"must own", forbidden_phrase},
    BannedPhrase{"poised to", forbidden_phrase},
    BannedPhrase{"set to soar", forbidden_phrase},
    BannedPhrase{"healthy pullback", forbidden_phrase},
    BannedPhrase{"only time will tell", forbidden_phrase},
    BannedPhrase{"guaranteed", forbidden_phrase},
    BannedPhrase{"price target", forbidden_phrase},
    BannedPhrase{"price targets", forbidden_phrase},
    BannedPhrase{"smart money", unobservable_actor},
    BannedPhrase{"whales", unobservable_actor},
    BannedPhrase{"market makers", unobservable_actor},
    BannedPhrase{"insiders know", unobservable_actor},
    BannedPhrase{"you", second_person},
    BannedPhrase{"your", second_person},
    BannedPhrase{"yours", second_person},
    BannedPhrase{"yourself", second_person},
    BannedPhrase{"best", superlative},
    BannedPhrase{"worst", superlative},
    BannedPhrase{"greatest", superlative},
    BannedPhrase{"strongest", superlative},
    BannedPhrase{"weakest", superlative},
    BannedPhrase{"biggest", superlative},
    BannedPhrase{"hottest", superlative},
    BannedPhrase{"incredible", superlative},
    BannedPhrase{"massive", superlative},
    BannedPhrase{"explosive", superlative},
    BannedPhrase{"unprecedented", superlative},
    BannedPhrase{"skyrocketing", superlative},
};

constexpr std::array phrases_zh{
    BannedPhrase{"建议买入", forbidden_phrase},
    BannedPhrase{"建议卖出", forbidden_phrase},
    BannedPhrase{"建议加仓", forbidden_phrase},
    BannedPhrase{"建议减仓", forbidden_phrase},
    BannedPhrase{"建议抄底", forbidden_phrase},
    BannedPhrase{"强烈推荐", forbidden_phrase},
    BannedPhrase{"目标价", forbidden_phrase},
    BannedPhrase{"必涨", forbidden_phrase},
    BannedPhrase{"稳赚", forbidden_phrase},
    BannedPhrase{"翻倍", forbidden_phrase},
    BannedPhrase{"洗盘", forbidden_phrase},
    BannedPhrase{"牛股", forbidden_phrase},
    BannedPhrase{"黄金坑", forbidden_phrase},
    BannedPhrase{"后市可期", forbidden_phrase},
    BannedPhrase{"值得期待", forbidden_phrase},
    BannedPhrase{"拭目以待", forbidden_phrase},
    BannedPhrase{"主力", unobservable_actor},
    BannedPhrase{"庄家", unobservable_actor},
    BannedPhrase{"聪明钱", unobservable_actor},
    BannedPhrase{"游资", unobservable_actor},
    BannedPhrase{"你", second_person},
    BannedPhrase{"您", second_person},
    BannedPhrase{"请", imperative},
    BannedPhrase{"务必", imperative},
    BannedPhrase{"切勿", imperative},
    BannedPhrase{"逢低买入", imperative},
    BannedPhrase{"逢高卖出", imperative},
    BannedPhrase{"果断", imperative},
    BannedPhrase{"最佳", superlative},
    BannedPhrase{"最强", superlative},
    BannedPhrase{"最好", superlative},
    BannedPhrase{"史上最", superlative},
    BannedPhrase{"绝佳", superlative},
    BannedPhrase{"暴涨", superlative},
    BannedPhrase{"暴跌", superlative},
    BannedPhrase{"一飞冲天", superlative},
};

constexpr std::array<std::string_view, 24> verbs{
    "buy", "sell",   "hold",       "wait", "avoid",  "consider", "watch", "take",
    "add", "reduce", "accumulate", "trim", "keep",   "remember", "note",  "look",
    "use", "import", "connect",    "set",  "choose", "follow",   "stay",  "expect"};

}  // namespace

std::span<BannedPhrase const> banned_phrases(Language language) noexcept {
    if (language == Language::zh) return phrases_zh;
    return phrases_en;
}

std::span<std::string_view const> imperative_verbs() noexcept { return verbs; }

}  // namespace ec::narrative
