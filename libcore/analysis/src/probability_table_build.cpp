#include "returns.hpp"

#include <ec/analysis/lean.hpp>
#include <ec/analysis/probability_table.hpp>
#include <ec/base/math.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace ec::analysis {
namespace {

using Key = std::tuple<market::Market, std::int32_t, std::int32_t>;  // market, horizon, year
using Buckets = std::array<OutcomeCounts, sum_buckets>;

void add(OutcomeCounts& into, OutcomeCounts const& from) noexcept {
    into.up += from.up;
    into.inside += from.inside;
    into.down += from.down;
}

/// Windows of one view and horizon, counted under the year they ended in.
void count_windows(market::Bars const& bars, LeanHistory const& lean, market::Market market,
                   std::int32_t horizon, std::map<Key, Buckets>& counts) {
    auto const step = static_cast<std::size_t>(horizon);
    auto const returns = log_returns(bars.close);
    for (auto i = std::max(lean.first, band_returns); i + step < bars.size(); i += step) {
        auto const half = band_half_width(returns, i, horizon);
        if (!(half > 0)) continue;
        auto const move = portable_log(bars.close[i + step] / bars.close[i]);
        auto& bucket = counts[{market, horizon, bars.date[i + step].year()}]
                             [static_cast<std::size_t>(bucket_of(lean.sum[i]))];
        ++(move > half ? bucket.up : move < -half ? bucket.down : bucket.inside);
    }
}

/// One cumulative vintage for every year from the market's first window to its last full year.
std::vector<TableVintage> accumulate(std::map<Key, Buckets> const& counts,
                                     std::map<market::Market, std::int32_t> const& last_year) {
    std::vector<TableVintage> vintages;
    for (auto const& [market, last] : last_year) {
        for (auto const horizon : call_horizons) {
            auto const first = counts.lower_bound({market, horizon, 0});
            if (first == counts.end() || std::get<0>(first->first) != market ||
                std::get<1>(first->first) != horizon)
                continue;
            TableVintage vintage{market, horizon, std::get<2>(first->first), {}};
            for (; vintage.year <= last; ++vintage.year) {
                if (auto const found = counts.find({market, horizon, vintage.year});
                    found != counts.end())
                    for (std::size_t b = 0; b < sum_buckets; ++b)
                        add(vintage.buckets[b], found->second[b]);
                vintages.push_back(vintage);
            }
        }
    }
    return vintages;
}

/// The last year that the sessions cover to its end.
std::int32_t last_full_year(Date last_session) {
    bool const complete = last_session >= Date::from_ymd(last_session.year(), 12, 28);
    return complete ? last_session.year() : last_session.year() - 1;
}

}  // namespace

ProbabilityTable build_probability_table(std::span<NamedView const> views) {
    ProbabilityTable table;
    std::map<Key, Buckets> counts;
    std::map<market::Market, std::int32_t> last_year;
    for (auto const& [name, symbol, view] : views) {
        auto const bars = traded_bars(view.bars);
        if (bars.empty()) continue;
        auto const lean = compute_lean(bars);
        auto const market = symbol.market();
        for (auto const horizon : call_horizons) count_windows(bars, lean, market, horizon, counts);
        auto& last = last_year[market];
        last = std::max(last, last_full_year(bars.date.back()));
        table.sources.push_back({name, symbol.text(), bars.date.front(), bars.date.back(),
                                 static_cast<std::int32_t>(bars.size())});
    }
    table.vintages = accumulate(counts, last_year);
    return table;
}

}  // namespace ec::analysis
