#include <ec/indicators/trend.hpp>

#include "windows.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/streams.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace ec::indicators {
namespace {

struct Movement {
    double plus = 0;
    double minus = 0;
    double range = 0;
};

[[gnu::always_inline]] inline Movement movement(Input high, Input low, Input close,
                                                std::size_t i) noexcept {
    double const up = larger(high[i] - high[i - 1], 0.0);
    double const down = larger(low[i - 1] - low[i], 0.0);
    // The larger one counts. Doubles from 0 on are ordered as their bits are; the difference's sign
    // is the choice, because a branch would be a guess.
    auto const up_bits = std::bit_cast<std::int64_t>(up);
    auto const down_bits = std::bit_cast<std::int64_t>(down);
    auto const plus = std::bit_cast<double>(up_bits & ((down_bits - up_bits) >> 63));
    auto const minus = std::bit_cast<double>(down_bits & ((up_bits - down_bits) >> 63));
    double const before = close[i - 1];
    return {plus, minus, larger(high[i], before) - smaller(low[i], before)};
}

/// The first output row of a run.
std::size_t first_row(Run run, AdxParams const& params) noexcept {
    bool const early = params.seed == DmSeed::early_sum && params.period > 1;
    return run.begin + static_cast<std::size_t>(params.period) - (early ? 1 : 0);
}

/// The three smoothed sums on that row.
Movement seed_movement(Input high, Input low, Input close, Run run, AdxParams const& params,
                       double keep) noexcept {
    Movement sum;
    std::size_t const first = first_row(run, params);
    for (std::size_t i = run.begin + 1; i <= first && i < run.end; ++i) {
        double const kept = params.seed == DmSeed::partial_sum && i == first ? keep : 1.0;
        Movement const m = movement(high, low, close, i);
        sum.plus = sum.plus * kept + m.plus;
        sum.minus = sum.minus * kept + m.minus;
        sum.range = sum.range * kept + m.range;
    }
    return sum;
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
    bool const strength = !out.dx.empty() || !out.adx.empty();
    bool const directions = !out.plus_di.empty() || !out.minus_di.empty();
    auto const columns = {out.plus_di, out.minus_di, out.dx, out.adx};
    for_first_run({high, low, close}, columns, [&](Run run) {
        std::size_t const first = first_row(run, params);
        Movement sum = seed_movement(high, low, close, run, params, keep);
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
            if (strength) {
                double const adx_value = smoothing.push(sum.plus, sum.minus);
                if (!out.adx.empty()) out.adx[i] = adx_value;
                if (!out.dx.empty()) out.dx[i] = smoothing.dx();
            }
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

/// The better of two values, and whether the later one is at least as good.
struct Greater {
    static double pick(double a, double b) noexcept { return larger(a, b); }
    static bool at_least(double a, double b) noexcept { return a >= b; }
};
struct Less {
    static double pick(double a, double b) noexcept { return smaller(a, b); }
    static bool at_least(double a, double b) noexcept { return a <= b; }
};

/// `a` or `b` without a branch, which a random walk would mispredict half of the time.
inline std::uint32_t choose(bool first, std::uint32_t a, std::uint32_t b) noexcept {
    std::uint32_t const mask = 0U - static_cast<std::uint32_t>(first);
    return (a & mask) | (b & ~mask);
}

/// emit(i, rows since the latest best value of the window). Values and rows are chosen apart, so
/// that neither choice needs a branch.
template <class Better, class Emit>
void sliding_age(Input values, Run run, int period, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    BlockBuffer suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    std::array<std::uint32_t, max_period>
        suffix_row;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const last = p + k - 1;
        double best = values[last];
        auto row = static_cast<std::uint32_t>(k - 1);
        suffix.at[k - 1] = best;
        suffix_row[k - 1] = row;
        for (std::size_t t = k - 1; t-- > 0;) {
            double const x = values[p + t];
            row = choose(Better::at_least(best, x), row, static_cast<std::uint32_t>(t));
            best = Better::pick(x, best);
            suffix.at[t] = best;
            suffix_row[t] = row;
        }
        std::size_t const rows = last + k < run.end ? k : run.end - last;
        best = values[last];
        row = static_cast<std::uint32_t>(k - 1);
        for (std::size_t t = 0; t < rows; ++t) {
            double const x = values[last + t];
            auto const here = static_cast<std::uint32_t>(k - 1 + t);
            row = choose(Better::at_least(x, best), here, row);
            best = Better::pick(x, best);
            std::uint32_t const chosen =
                choose(Better::at_least(best, suffix.at[t]), row, suffix_row[t]);
            emit(last + t, static_cast<double>(here - chosen));
        }
    }
}

}  // namespace

void aroon(Input high, Input low, int period, AroonOutputs out) {
    check_period("period", period);
    check_number("period", period, 1, max_period - 1);
    check_lengths(high.size(), {low}, {}, {out.up, out.down, out.oscillator});
    double const unit = 100.0 / period;
    for_each_run({high, low}, {out.up, out.down, out.oscillator}, [&](Run run) {
        auto const warm_up = static_cast<std::size_t>(period);
        for (Output column : {out.up, out.down, out.oscillator}) {
            if (!column.empty()) fill_warm_up(column, run, warm_up);
        }
        Output const up = out.up.empty() ? out.oscillator : out.up;
        if (!up.empty()) {
            sliding_age<Greater>(
                high, run, period + 1,
                [up, unit, period](std::size_t i, double age) { up[i] = unit * (period - age); });
        }
        if (out.down.empty() && out.oscillator.empty()) return;
        Output const down = out.down;
        Output const difference = out.oscillator;
        sliding_age<Less>(low, run, period + 1, [=](std::size_t i, double age) {
            double const line = unit * (period - age);
            if (!difference.empty()) difference[i] = up[i] - line;
            if (!down.empty()) down[i] = line;
        });
    });
}

}  // namespace ec::indicators
