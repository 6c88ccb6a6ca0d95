#include <ec/indicators/streams.hpp>

#include "runs.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ec::indicators {
namespace {

double factor_of(int period, MacdFactors factors) noexcept {
    if (factors == MacdFactors::achelis) {
        if (period == 12) return 0.15;
        if (period == 26) return 0.075;
    }
    return 2.0 / (period + 1.0);
}

Seed seed_of(RsiSeed seed) noexcept { return seed == RsiSeed::sma ? Seed::sma : Seed::first_value; }

MacdParams checked(MacdParams params) {
    check_period("fast", params.fast);
    check_period("slow", params.slow);
    check_period("signal", params.signal);
    check_number("bar_multiplier", params.bar_multiplier, 0.0, 100.0);
    if (params.fast > params.slow) std::swap(params.fast, params.slow);
    return params;
}

}  // namespace

EmaStream::EmaStream(double factor, int period, Seed seed)
    : keep_(1.0 - factor),
      missing_(seed == Seed::sma ? period : 1),
      period_(seed == Seed::sma ? period : 1) {
    check_period("period", period);
    check_number("factor", factor, 1e-12, 1.0);
}

EmaStream::EmaStream(EmaParams const& params)
    : EmaStream((check_period("period", params.period), 2.0 / (params.period + 1.0)), params.period,
                params.seed) {}

EmaStream::EmaStream(WilderParams const& params)
    : EmaStream((check_period("period", params.period), 1.0 / params.period), params.period,
                params.seed) {}

SmaStream::SmaStream(int period) {
    check_period("period", period);
    block_.resize(static_cast<std::size_t>(period));
    suffix_.resize(static_cast<std::size_t>(period));
}

double SmaStream::push(double x) noexcept {
    if (std::isnan(x)) {
        filled_ = 0;
        started_ = false;
        return x;
    }
    std::size_t const period = block_.size();
    double const share = 1.0 / static_cast<double>(period);
    block_[filled_++] = x;
    if (filled_ == period) {
        close_block();
        return origin_ + (suffix_[0] + sum_) * share;
    }
    if (!started_) return nan_value();
    double const y = x - origin_;
    if (filled_ % 2 != 0) {
        odd_ = y;
        return origin_ + (suffix_[filled_] + (sum_ + odd_)) * share;
    }
    sum_ += odd_ + y;
    return origin_ + (suffix_[filled_] + sum_) * share;
}

/// The suffixes of a full block, in the pairs in which the batch form adds them.
void SmaStream::close_block() noexcept {
    std::size_t const period = block_.size();
    origin_ = block_[period - 1];
    double back = 0;
    std::size_t t = period;
    if (period % 2 == 0) suffix_[--t] = back = 0.0;
    while (t > 1) {
        double const newer = block_[t - 1] - origin_;
        double const older = block_[t - 2] - origin_;
        t -= 2;
        suffix_[t + 1] = back + newer;
        suffix_[t] = back += older + newer;
    }
    suffix_[0] = back + (block_[0] - origin_);
    filled_ = 0;
    sum_ = 0;
    started_ = true;
}

RsiStream::RsiStream(RsiParams const& params)
    : gain_(WilderParams{params.period, seed_of(params.seed)}),
      loss_(WilderParams{params.period, seed_of(params.seed)}),
      flat_value_(params.flat_value) {
    check_number("flat_value", params.flat_value, 0.0, 100.0);
    if (params.seed == RsiSeed::zero) {
        (void)gain_.push(0.0);
        (void)loss_.push(0.0);
    }
}

MacdStream::MacdStream(MacdParams const& given)
    : fast_(factor_of(checked(given).fast, given.factors), checked(given).fast, given.seed),
      slow_(factor_of(checked(given).slow, given.factors), checked(given).slow, given.seed),
      signal_(factor_of(given.signal, MacdFactors::from_period), given.signal, given.seed),
      bar_multiplier_(given.bar_multiplier) {
    MacdParams const params = checked(given);
    if (params.fast_start == FastStart::with_slow && params.seed == Seed::sma) {
        wait_ = params.slow - params.fast;
    }
    if (params.chain == ChainStart::after_period && params.seed == Seed::first_value) {
        signal_wait_ = params.slow - 1;
    }
}

AtrStream::AtrStream(AtrParams const& params)
    : average_(WilderParams{params.period, Seed::sma}), first_tr_(params.first_tr) {
    if (params.average != Average::wilder) {
        throw invalid_field("indicators.bad_parameter", "average", "",
                            "the streaming form knows Wilder's average only",
                            "use wilder, or the batch form");
    }
}

double AtrStream::push(double high, double low, double close) noexcept {
    double const before = last_close_;
    bool const defined = !std::isnan(high) && !std::isnan(low) && !std::isnan(close);
    if (!started_) {
        if (!defined) return nan_value();
        started_ = true;
        last_close_ = close;
        return first_tr_ == FirstTr::high_low ? average_.push(high - low) : nan_value();
    }
    last_close_ = close;
    if (!defined) {
        // A NaN must reach a seed that has not begun, too.
        last_close_ = nan_value();
        (void)average_.push(0.0);
        return average_.push(nan_value());
    }
    double const range = std::max(high - low, std::max(high - before, before - low));
    return average_.push(std::isnan(before) ? before : range);
}

KdjStream::Smoothing::Smoothing(KdjParams const& params, int period)
    : recursive_(WilderParams{period, params.seed == KdjSeed::sma ? Seed::sma : Seed::first_value}),
      window_(period),
      use_window_(params.average == Average::sma) {
    if (!use_window_ && params.seed == KdjSeed::fifty) (void)recursive_.push(50.0);
}

double KdjStream::Smoothing::push(double x) noexcept {
    if (use_window_) return window_.push(x);
    return recursive_.push(x);
}

KdjStream::KdjStream(KdjParams const& params)
    : recursive_(params.average != Average::sma),
      k_((check_period("k_smooth", params.k_smooth), params), params.k_smooth),
      d_((check_period("d_smooth", params.d_smooth), params), params.d_smooth) {
    check_period("period", params.period);
    if (params.average != Average::sma && params.average != Average::wilder) {
        throw invalid_field("indicators.bad_parameter", "average", "",
                            "KDJ is smoothed by wilder or sma", "use wilder or sma");
    }
    high_.resize(static_cast<std::size_t>(params.period));
    low_.resize(static_cast<std::size_t>(params.period));
}

KdjRow KdjStream::push(double high, double low, double close) noexcept {
    double const undefined = nan_value();
    bool const no_range = std::isnan(high) || std::isnan(low);
    if (no_range || (recursive_ && std::isnan(close))) {
        lost_ = lost_ || (recursive_ && rows_ > 0);
        rows_ = 0;
        if (!recursive_) {
            (void)k_.push(undefined);
            (void)d_.push(undefined);
        }
    } else if (!lost_) {
        std::size_t const period = high_.size();
        high_[rows_ % period] = high;
        low_[rows_ % period] = low;
        ++rows_;
        if (rows_ < period) return {undefined, undefined, undefined};
        double const top = *std::max_element(high_.begin(), high_.end());
        double const bottom = *std::min_element(low_.begin(), low_.end());
        double const range = top - bottom;
        double const above = close - bottom;
        double const k = k_.push(range == 0 ? 0.0 * above : 100.0 * above / range);
        // A recursive d must not see the rows before k; a window counts them as gaps anyway.
        if (std::isnan(k) && recursive_) return {k, undefined, undefined};
        double const d = d_.push(k);
        return {k, d, 3.0 * k - 2.0 * d};
    }
    return {undefined, undefined, undefined};
}

}  // namespace ec::indicators
