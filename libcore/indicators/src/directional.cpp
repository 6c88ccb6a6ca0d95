#include <ec/indicators/trend.hpp>

#include "windows.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/streams.hpp>

#include <cmath>

namespace ec::indicators {
namespace {

struct Movement {
    double plus = 0;
    double minus = 0;
    double range = 0;
};

Movement movement(Input high, Input low, Input close, std::size_t i) noexcept {
    double const up = high[i] - high[i - 1];
    double const down = low[i - 1] - low[i];
    double const plus = up > down ? up : 0.0;
    double const minus = down > up ? down : 0.0;
    double const before = close[i - 1];
    return {larger(plus, 0.0), larger(minus, 0.0),
            larger(high[i], before) - smaller(low[i], before)};
}

/// Seeds the three smoothed sums over the first rows of a run; answers the first output row.
std::size_t seed_movement(Input high, Input low, Input close, Run run, AdxParams const& params,
                          double keep, Movement& sum) {
    bool const early = params.seed == DmSeed::early_sum && params.period > 1;
    std::size_t const first = run.begin + static_cast<std::size_t>(params.period) - (early ? 1 : 0);
    for (std::size_t i = run.begin + 1; i <= first && i < run.end; ++i) {
        double const kept = params.seed == DmSeed::partial_sum && i == first ? keep : 1.0;
        Movement const m = movement(high, low, close, i);
        sum.plus = sum.plus * kept + m.plus;
        sum.minus = sum.minus * kept + m.minus;
        sum.range = sum.range * kept + m.range;
    }
    return first;
}

/// DX and ADX from the smoothed movements.
class AdxSmoothing {
  public:
    explicit AdxSmoothing(int period) : average_(WilderParams{period, Seed::sma}) {}

    double push(double plus, double minus) noexcept {
        double const both = plus + minus;
        if (both > 0) {
            dx_ = 100.0 * std::fabs(plus - minus) / both;
            value_ = average_.push(dx_);
        } else if (!average_.ready()) {
            value_ = average_.push(0.0);
        }
        return value_;
    }
    [[nodiscard]] double dx() const noexcept { return dx_; }

  private:
    EmaStream average_;
    double dx_ = 0;
    double value_ = 0;
};

void compute_adxr(Input adx_values, std::size_t lag, Output out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = i < lag ? nan_value() : 0.5 * (adx_values[i] + adx_values[i - lag]);
    }
}

}  // namespace

void adx(Input high, Input low, Input close, AdxParams const& params, AdxOutputs out) {
    check_period("period", params.period);
    check_number("adxr_lag", params.adxr_lag, 0, max_period);
    check_lengths(high.size(), {low, close}, {},
                  {out.plus_di, out.minus_di, out.dx, out.adx, out.adxr});
    if (!out.adxr.empty() && out.adx.empty()) {
        throw invalid_field("indicators.bad_parameter", "adxr", "",
                            "ADXR is computed from the ADX column", "ask for adx as well");
    }
    double const keep = (params.period - 1.0) / params.period;
    double const unit = params.period == 1 ? 1.0 : 100.0;
    bool const directions = !out.plus_di.empty() || !out.minus_di.empty();
    auto const columns = {out.plus_di, out.minus_di, out.dx, out.adx};
    for_first_run({high, low, close}, columns, [&](Run run) {
        Movement sum;
        std::size_t const first = seed_movement(high, low, close, run, params, keep, sum);
        for (Output column : columns) {
            if (!column.empty()) fill_warm_up(column, run, first - run.begin);
        }
        AdxSmoothing smoothing(params.period);
        for (std::size_t i = first; i < run.end; ++i) {
            if (i > first) {
                Movement const m = movement(high, low, close, i);
                sum.plus = sum.plus * keep + m.plus;
                sum.minus = sum.minus * keep + m.minus;
                sum.range = sum.range * keep + m.range;
            }
            double const adx_value = smoothing.push(sum.plus, sum.minus);
            if (!out.adx.empty()) out.adx[i] = adx_value;
            if (!out.dx.empty()) out.dx[i] = smoothing.dx();
            if (!directions) continue;
            double const scale = sum.range > 0 ? unit / sum.range : 0.0 * sum.range;
            if (!out.plus_di.empty()) out.plus_di[i] = scale * sum.plus;
            if (!out.minus_di.empty()) out.minus_di[i] = scale * sum.minus;
        }
    });
    if (!out.adxr.empty()) {
        int const lag = params.adxr_lag == 0 ? params.period - 1 : params.adxr_lag;
        compute_adxr(out.adx, static_cast<std::size_t>(lag), out.adxr);
    }
}

namespace {

/// An extreme and the row it stands on; rows as double so that the choice needs no branch.
struct Extreme {
    double value = 0;
    double row = 0;
};

template <class Better>
Extreme pick_later(Extreme earlier, double value, double row, Better better) noexcept {
    bool const take = better(value, earlier.value) || value == earlier.value;
    return {take ? value : earlier.value, take ? row : earlier.row};
}

/// emit(i, row of the latest best value of the window).
template <class Better, class Emit>
void sliding_extreme_row(Input values, Run run, int period, Better better, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    BlockBuffer suffix;       // NOLINT(cppcoreguidelines-pro-type-member-init)
    BlockBuffer suffix_rows;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t s = run.begin; s < run.end; s += k) {
        std::size_t const e = s + k < run.end ? s + k : run.end;
        Extreme best{values[s], static_cast<double>(s)};
        for (std::size_t i = s; i < e; ++i) {
            best = pick_later(best, values[i], static_cast<double>(i), better);
            std::size_t const t = i - s + 1;
            if (t == k) {
                emit(i, best.row);
            } else if (s != run.begin) {
                Extreme const old{suffix.at[t], suffix_rows.at[t]};
                emit(i, pick_later(old, best.value, best.row, better).row);
            }
        }
        if (e - s < k) return;
        Extreme back{values[e - 1], static_cast<double>(e - 1)};
        for (std::size_t t = k; t-- > 1;) {
            bool const take = better(values[s + t], back.value);
            back.value = take ? values[s + t] : back.value;
            back.row = take ? static_cast<double>(s + t) : back.row;
            suffix.at[t] = back.value;
            suffix_rows.at[t] = back.row;
        }
    }
}

template <class Better>
void aroon_line(Input values, Run run, int period, Better better, Output out) {
    fill_warm_up(out, run, static_cast<std::size_t>(period));
    double const unit = 100.0 / period;
    sliding_extreme_row(values, run, period + 1, better, [&](std::size_t i, double row) {
        double const age = static_cast<double>(i) - row;
        out[i] = unit * (period - age);
    });
}

}  // namespace

void aroon(Input high, Input low, int period, AroonOutputs out) {
    check_period("period", period);
    check_number("period", period, 1, max_period - 1);
    check_lengths(high.size(), {low}, {}, {out.up, out.down, out.oscillator});
    for_each_run({high, low}, {out.up, out.down, out.oscillator}, [&](Run run) {
        auto const greater = [](double a, double b) { return a > b; };
        auto const less = [](double a, double b) { return a < b; };
        if (!out.up.empty()) aroon_line(high, run, period, greater, out.up);
        if (!out.down.empty()) aroon_line(low, run, period, less, out.down);
        if (out.oscillator.empty()) return;
        aroon_line(high, run, period, greater, out.oscillator);
        double const unit = 100.0 / period;
        sliding_extreme_row(low, run, period + 1, less, [&](std::size_t i, double row) {
            out.oscillator[i] -= unit * (period - (static_cast<double>(i) - row));
        });
    });
}

}  // namespace ec::indicators
