#include <ec/analysis/call_rules.hpp>

#include <algorithm>

namespace ec::analysis {
namespace {

constexpr std::size_t suspension_window = 20;
constexpr std::ptrdiff_t suspension_limit = 5;

using market::BarFlag;

struct UsedFlags {
    std::size_t traded = 0;  // sessions that are not suspended
    market::BarFlags flags = 0;
};

/// Flags of the traded sessions that facts look at.
UsedFlags used_flags(market::Bars const& bars) {
    UsedFlags used;
    for (std::size_t i = bars.size(); i-- > 0;) {
        if (market::has(bars.flags[i], BarFlag::suspended)) continue;
        if (used.traded < sessions_for_call)
            used.flags = static_cast<market::BarFlags>(used.flags | bars.flags[i]);
        ++used.traded;
    }
    return used;
}

bool suspended_now_or_often(market::Bars const& bars) {
    auto const suspended = [](market::BarFlags flags) {
        return market::has(flags, BarFlag::suspended);
    };
    auto const window = std::min(bars.size(), suspension_window);
    auto const count = std::count_if(bars.flags.end() - static_cast<std::ptrdiff_t>(window),
                                     bars.flags.end(), suspended);
    return !bars.empty() && (suspended(bars.flags.back()) || count >= suspension_limit);
}

}  // namespace

double turnover_floor(market::Market market) noexcept {
    switch (market) {
        case market::Market::us:
            return 1e6;
        case market::Market::hk:
            return 5e6;
        case market::Market::cn:
            return 10e6;
    }
    return 10e6;
}

std::vector<AbstainReason> check_abstain(AbstainInput const& input) {
    auto const& bars = input.view.bars;
    auto const used = used_flags(bars);
    bool const damaged = market::has(used.flags, BarFlag::impossible_price) ||
                         market::has(used.flags, BarFlag::unit_error) ||
                         market::has(used.flags, BarFlag::duplicate);
    bool const locked =
        !bars.empty() && (market::has(bars.flags.back(), BarFlag::limit_locked_up) ||
                          market::has(bars.flags.back(), BarFlag::limit_locked_down));
    std::vector<AbstainReason> reasons;
    if (used.traded < sessions_for_call) reasons.push_back(AbstainReason::too_few_sessions);
    if (damaged) reasons.push_back(AbstainReason::flagged_bar);
    if (input.suspended || suspended_now_or_often(bars))
        reasons.push_back(AbstainReason::suspended);
    if (locked) reasons.push_back(AbstainReason::limit_locked);
    if (market::has(used.flags, BarFlag::unexplained_gap))
        reasons.push_back(AbstainReason::unexplained_gap);
    if (input.median_turnover && *input.median_turnover < turnover_floor(input.market))
        reasons.push_back(AbstainReason::thin_turnover);
    if (input.delisting_period) reasons.push_back(AbstainReason::delisting_period);
    if (input.delisted) reasons.push_back(AbstainReason::delisted);
    return reasons;
}

}  // namespace ec::analysis
