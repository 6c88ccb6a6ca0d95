#include <ec/workflows/reveal.hpp>

#include <ec/base/error.hpp>
#include <ec/marketdata/market_data.hpp>

#include <algorithm>

namespace ec::workflows {
namespace {

constexpr std::size_t sessions_before = 60;

analysis::Direction direction_of(analysis::CallEvent event) {
    switch (event) {
        case analysis::CallEvent::up:
            return analysis::Direction::up;
        case analysis::CallEvent::inside:
            return analysis::Direction::neutral;
        case analysis::CallEvent::down:
            return analysis::Direction::down;
    }
    return analysis::Direction::neutral;
}

}  // namespace

bool Reveal::hit() const noexcept {
    return score && direction && direction_of(score->event) == *direction;
}

Reveal reveal_report(Services const& services, CallContext const& context,
                     std::string const& report_id) {
    auto const report = services.reports.load(
        context, {context.actor.user_id, reports::ReadScope::granted}, report_id);
    auto const series = services.market_data.bars().load_series(context, report.sheet.symbol);
    Date const as_of = report.sheet.as_of;

    // Sessions with trading after the report's, up to its horizon.
    auto const& all = series->bars;
    std::size_t const start = all.count_until(as_of);
    std::size_t last = start;
    std::int32_t sessions = 0;
    while (last < all.size() && sessions < report.sheet.horizon) {
        if (!market::has(all.flags[last], market::BarFlag::suspended)) ++sessions;
        ++last;
    }
    if (start == 0)
        throw Error(ErrorCode::not_found, "facts.no_bars",
                    "The store no longer holds the bars of this report.");

    Reveal reveal;
    reveal.symbol = report.sheet.symbol.text();
    reveal.currency = series->currency;
    reveal.source = series->source;
    reveal.basis = series->basis;
    reveal.base_date = series->base_date;
    reveal.sample = series->sample == 1;
    reveal.as_of = as_of;
    reveal.horizon = report.sheet.horizon;
    reveal.sessions = sessions;
    bool const shows_call = services.profile != "facts_only";
    if (report.call && shows_call) reveal.direction = report.call->direction;

    Date const end = all.date[last - 1];
    auto const view = market::view_as_of(*series, end);
    auto const split = view.bars.count_until(as_of);
    reveal.bars = view.bars.slice(split - std::min(split, sessions_before), view.bars.size());
    reveal.close = view.bars.close[split - 1];
    if (!reveal.complete()) return reveal;
    reveal.final_close = view.bars.close.back();
    reveal.change_pct = (view.bars.close.back() / reveal.close - 1) * 100;
    if (report.call && shows_call)
        reveal.score = analysis::score_call(*report.call, as_of, *series, end);
    return reveal;
}

}  // namespace ec::workflows
