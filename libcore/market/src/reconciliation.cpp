#include <ec/market/reconciliation.hpp>

#include <algorithm>
#include <cmath>

namespace ec::market {
namespace {

struct Pair {
    std::size_t first = 0;
    std::size_t second = 0;
};

bool sound(Bars const& bars, std::size_t i) {
    return !has(bars.flags[i], BarFlag::suspended) && std::isfinite(bars.close[i]) &&
           bars.close[i] > 0;
}

// Rows of the same day, and how many of the overlap only one side has.
std::vector<Pair> match(Bars const& a, Bars const& b, Reconciliation& result) {
    std::vector<Pair> pairs;
    if (a.empty() || b.empty()) return pairs;
    Date const from = std::max(a.date.front(), b.date.front());
    Date const to = std::min(a.date.back(), b.date.back());
    auto const start = [&](Bars const& bars) {
        return static_cast<std::size_t>(std::ranges::lower_bound(bars.date, from) -
                                        bars.date.begin());
    };
    std::size_t i = start(a);
    std::size_t k = start(b);
    while (i < a.size() && k < b.size() && a.date[i] <= to && b.date[k] <= to) {
        if (a.date[i] < b.date[k]) {
            ++result.only_first;
            ++i;
        } else if (b.date[k] < a.date[i]) {
            ++result.only_second;
            ++k;
        } else {
            if (sound(a, i) && sound(b, k)) pairs.push_back({i, k});
            ++i;
            ++k;
        }
    }
    return pairs;
}

double median_volume_ratio(Bars const& a, Bars const& b, std::vector<Pair> const& pairs) {
    std::vector<double> ratios;
    for (auto const& [i, k] : pairs)
        if (a.volume[i] > 0 && b.volume[k] > 0) ratios.push_back(b.volume[k] / a.volume[i]);
    if (ratios.empty()) return 1;
    auto const middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
    std::ranges::nth_element(ratios, middle);
    return *middle;
}

bool crosses_action(Series const& series, Date after, Date until) {
    return std::ranges::any_of(series.actions, [&](CorporateAction const& action) {
        return action.ex_date > after && action.ex_date <= until;
    });
}

class Comparison {
  public:
    Comparison(Series const& first, Series const& second, ReconcileThresholds const& thresholds,
               Reconciliation& result)
        : first_(first), second_(second), limits_(thresholds), result_(result) {}

    void compare_session(Pair const& at) {
        auto const& a = first_.bars;
        auto const& b = second_.bars;
        double const scale = a.close[at.first] / b.close[at.second];
        price(at, ReconciledField::open, a.open[at.first], b.open[at.second] * scale);
        price(at, ReconciledField::high, a.high[at.first], b.high[at.second] * scale);
        price(at, ReconciledField::low, a.low[at.first], b.low[at.second] * scale);
        volume(at);
    }

    void compare_change(Pair const& before, Pair const& at) {
        Date const from = first_.bars.date[before.first];
        Date const to = first_.bars.date[at.first];
        if (crosses_action(first_, from, to) || crosses_action(second_, from, to)) return;
        auto const change = [](Bars const& bars, std::size_t i, std::size_t k) {
            return (bars.close[k] / bars.close[i] - 1) * 100;
        };
        double const x = change(first_.bars, before.first, at.first);
        double const y = change(second_.bars, before.second, at.second);
        if (std::abs(x - y) > limits_.change_points) add(at, ReconciledField::change, x, y);
    }

  private:
    void price(Pair const& at, ReconciledField field, double x, double y) {
        if (std::isfinite(x) && std::isfinite(y) && std::abs(y / x - 1) * 100 > limits_.price_pct)
            add(at, field, x, y);
    }

    void volume(Pair const& at) {
        double const x = first_.bars.volume[at.first];
        double const y = second_.bars.volume[at.second] / result_.volume_ratio;
        if (!(x > 0) || !(y > 0)) return;
        double const factor = x > y ? x / y : y / x;
        if (factor > limits_.volume_factor) add(at, ReconciledField::volume, x, y);
    }

    void add(Pair const& at, ReconciledField field, double x, double y) {
        result_.disagreements.push_back({first_.bars.date[at.first], field, x, y});
    }

    Series const& first_;
    Series const& second_;
    ReconcileThresholds const& limits_;
    Reconciliation& result_;
};

}  // namespace

std::string_view to_string(ReconciledField field) noexcept {
    switch (field) {
        case ReconciledField::open:
            return "open";
        case ReconciledField::high:
            return "high";
        case ReconciledField::low:
            return "low";
        case ReconciledField::change:
            return "change";
        case ReconciledField::volume:
            return "volume";
    }
    return "open";
}

double ReconcileThresholds::of(ReconciledField field) const noexcept {
    if (field == ReconciledField::volume) return volume_factor;
    return field == ReconciledField::change ? change_points : price_pct;
}

std::size_t Reconciliation::count(ReconciledField field) const noexcept {
    return static_cast<std::size_t>(std::ranges::count(disagreements, field, &Disagreement::field));
}

Reconciliation reconcile(Series const& first, Series const& second,
                         ReconcileThresholds const& thresholds) {
    Reconciliation result;
    auto const pairs = match(first.bars, second.bars, result);
    result.sessions = pairs.size();
    if (pairs.empty()) return result;
    result.from = first.bars.date[pairs.front().first];
    result.to = first.bars.date[pairs.back().first];
    result.volume_ratio = median_volume_ratio(first.bars, second.bars, pairs);
    Comparison comparison(first, second, thresholds, result);
    for (std::size_t n = 0; n < pairs.size(); ++n) {
        if (n > 0) comparison.compare_change(pairs[n - 1], pairs[n]);
        comparison.compare_session(pairs[n]);
    }
    return result;
}

}  // namespace ec::market
