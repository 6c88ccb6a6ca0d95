#include <ec/analysis/call_score.hpp>

#include <ec/analysis/lean.hpp>
#include <ec/base/math.hpp>
#include <ec/market/adjustment.hpp>

#include <algorithm>

namespace ec::analysis {
namespace {

double brier(Outlook const& outlook, CallEvent event) noexcept {
    auto const squared = [&](double share, CallEvent of) {
        double const miss = share - (event == of ? 1.0 : 0.0);
        return miss * miss;
    };
    return squared(outlook.up, CallEvent::up) + squared(outlook.inside, CallEvent::inside) +
           squared(outlook.down, CallEvent::down);
}

}  // namespace

std::string_view to_string(CallEvent event) noexcept {
    switch (event) {
        case CallEvent::up:
            return "up";
        case CallEvent::inside:
            return "inside";
        case CallEvent::down:
            return "down";
    }
    return "inside";
}

std::optional<CallScore> score_call(Call const& call, Date as_of, market::Series const& series,
                                    Date today) {
    auto const bars = traded_bars(market::view_as_of(series, today).bars);
    auto const found = std::ranges::lower_bound(bars.date, as_of);
    if (found == bars.date.end() || *found != as_of) return std::nullopt;
    auto const start = static_cast<std::size_t>(found - bars.date.begin());
    auto const end = start + static_cast<std::size_t>(call.horizon);
    if (end >= bars.size()) return std::nullopt;
    CallScore score;
    score.decided = bars.date[end];
    score.as_of_close = bars.close[start];
    score.close = bars.close[end];
    score.log_return = portable_log(score.close / score.as_of_close);
    if (score.log_return > call.band) score.event = CallEvent::up;
    if (score.log_return < -call.band) score.event = CallEvent::down;
    score.brier = brier(call.probability, score.event);
    score.base_brier = brier(call.base_rate, score.event);
    return score;
}

}  // namespace ec::analysis
