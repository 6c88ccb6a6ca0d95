#include <ec/market/quality.hpp>

#include <ec/market/market_rules.hpp>

#include "unit_scale.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ec::market {
namespace {

// Sources keep prices as 32-bit floats: 59.6 arrives as 59.599998.
constexpr double float_noise = 2e-6;
constexpr double gap_without_limit = 0.40;
constexpr double unit_factor_raw = 5;

void set(BarFlags& flags, BarFlag flag) {
    flags = static_cast<BarFlags>(flags | static_cast<BarFlags>(flag));
}

bool is_impossible(Bar const& bar) {
    for (double const price : {bar.open, bar.high, bar.low, bar.close})
        if (!std::isfinite(price) || price <= 0) return true;
    double const noise = bar.high * float_noise;
    auto const outside = [&](double p) { return p < bar.low - noise || p > bar.high + noise; };
    return bar.low > bar.high + noise || outside(bar.open) || outside(bar.close);
}

// The last sound close, carried over ex-dates to the day that is looked at.
class Reference {
  public:
    explicit Reference(QualityContext const& context) : context_(context) {}

    void move_to(Date day) {
        for (; next_ < context_.actions.size() && context_.actions[next_].ex_date <= day; ++next_)
            if (close_) apply(context_.actions[next_]);
    }
    void set(double close) { close_ = close; }
    [[nodiscard]] std::optional<double> close() const { return close_; }

  private:
    void apply(CorporateAction const& action) {
        if (context_.basis == PriceBasis::adjusted) return;
        if (context_.basis == PriceBasis::split_adjusted && action.kind == ActionKind::split)
            return;
        close_ = *close_ * action.a + action.b;
    }

    QualityContext const& context_;
    std::size_t next_ = 0;
    std::optional<double> close_;
};

BarFlags unit_flags(Bar const& bar, QualityContext const& context) {
    BarFlags flags = 0;
    if (context.kind == InstrumentKind::index) return flags;
    bool const known = bar.amount > 0 && bar.volume > 0;
    double const average = known ? bar.amount / bar.volume : 0;
    if (context.basis != PriceBasis::raw) {
        if (known && about_100(average / bar.close))
            set(flags, BarFlag::unit_error);
        else if (bar.volume > 0)
            set(flags, BarFlag::not_provable);
        return flags;
    }
    if (known && (average * unit_factor_raw < bar.low || average > bar.high * unit_factor_raw))
        set(flags, BarFlag::unit_error);
    return flags;
}

bool repeats(Bar const& bar, Bars const& bars, std::size_t i) {
    bool const no_range = bar.open == bar.close && bar.high == bar.low && bar.open == bar.high;
    bool const same = i > 0 && bar.open == bars.open[i - 1] && bar.high == bars.high[i - 1] &&
                      bar.low == bars.low[i - 1] && bar.close == bars.close[i - 1];
    return same || no_range;
}

BarFlags volume_flags(Bar const& bar, Bars const& bars, std::size_t i,
                      QualityContext const& context) {
    BarFlags flags = 0;
    if (bar.volume != 0) return flags;
    set(flags, BarFlag::zero_volume);
    // Old index bars have no volume and little detail, so that only a repeated bar tells.
    bool const index = context.kind == InstrumentKind::index;
    bool const ranged = bar.high > bar.low;
    if (repeats(bar, bars, i) && (!index || (ranged && i > 0))) set(flags, BarFlag::suspended);
    return flags;
}

// A limit is a rounded price, and adjusted prices carry the rounding of their factors.
double tolerated(double limit, double reference, QualityContext const& context) {
    double const tick = tick_size(context.symbol, context.kind);
    double const adjusted = context.basis == PriceBasis::raw ? 0 : 0.002;
    return limit + (0.51 * tick + 1e-4) / reference + adjusted;
}

bool is_gap(Bar const& bar, double reference, std::optional<double> limit,
            QualityContext const& context) {
    auto const beyond = [&](double price, double share) {
        return std::abs(price / reference - 1) > share;
    };
    if (!limit) return beyond(bar.open, gap_without_limit) || beyond(bar.close, gap_without_limit);
    double const share = tolerated(*limit, reference, context);
    return beyond(bar.open, share) || beyond(bar.close, share) || beyond(bar.high, share) ||
           beyond(bar.low, share);
}

BarFlags locked_flags(Bar const& bar, double reference, std::optional<double> limit,
                      QualityContext const& context) {
    BarFlags flags = 0;
    bool const one_price =
        bar.open == bar.high && bar.high == bar.low && bar.low == bar.close && bar.volume != 0;
    if (!limit || !one_price || context.basis != PriceBasis::raw) return flags;
    double const tick = tick_size(context.symbol, context.kind);
    if (std::abs(bar.close - limit_price(reference, *limit, tick)) < tick / 2)
        set(flags, BarFlag::limit_locked_up);
    if (std::abs(bar.close - limit_price(reference, -*limit, tick)) < tick / 2)
        set(flags, BarFlag::limit_locked_down);
    return flags;
}

BarFlags step_flags(Bar const& bar, std::size_t i, Reference& reference,
                    QualityContext const& context) {
    BarFlags flags = 0;
    auto const last = reference.close();
    if (!last || *last <= 0) {
        reference.set(bar.close);
        return flags;
    }
    if (about_100(bar.close / *last)) {
        set(flags, BarFlag::unit_error);
        return flags;
    }
    auto const limit = price_limit(context.symbol, context.kind, bar.date, bar.flags, i);
    bool const no_limit_yet = !limit && i < 5 && board_of(context.symbol) != Board::none;
    if (!no_limit_yet && is_gap(bar, *last, limit, context)) set(flags, BarFlag::unexplained_gap);
    flags = static_cast<BarFlags>(flags | locked_flags(bar, *last, limit, context));
    reference.set(bar.close);
    return flags;
}

}  // namespace

std::size_t QualityCounts::of(BarFlag flag) const noexcept {
    return by_bit[static_cast<std::size_t>(std::countr_zero(static_cast<BarFlags>(flag)))];
}

QualityCounts check_bars(Bars& bars, QualityContext const& context) {
    QualityCounts counts;
    Reference reference(context);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        auto const bar = bars.at(i);
        auto flags = bar.flags;
        auto const add = [&](BarFlags more) { flags = static_cast<BarFlags>(flags | more); };
        reference.move_to(bar.date);
        if (is_impossible(bar)) {
            set(flags, BarFlag::impossible_price);
            add(volume_flags(bar, bars, i, context));
        } else {
            add(unit_flags(bar, context));
            add(volume_flags(bar, bars, i, context));
            if (!has(flags, BarFlag::suspended)) add(step_flags(bar, i, reference, context));
        }
        bars.flags[i] = flags;
        for (std::size_t bit = 0; bit < counts.by_bit.size(); ++bit)
            counts.by_bit[bit] += (flags >> bit) & 1U;
    }
    return counts;
}

}  // namespace ec::market
