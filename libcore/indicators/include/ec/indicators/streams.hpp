#pragma once

#include <ec/indicators/averages.hpp>
#include <ec/indicators/momentum.hpp>
#include <ec/indicators/stochastics.hpp>
#include <ec/indicators/trend.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

// One value at a time: push() takes the next row and answers the indicator's value for it, equal
// bit for bit to the batch function on the rows pushed so far. Warm-up, NaN and parameter rules
// are those of the batch function; constructors throw invalid_input, push never throws. One
// thread at a time.

namespace ec::indicators {

/// Exponential averages (ema, wilder, a given factor). O(1) memory.
class EmaStream {
  public:
    explicit EmaStream(EmaParams const& params);
    explicit EmaStream(WilderParams const& params);
    /// factor in (0, 1]; `period` is the length of the seed mean.
    EmaStream(double factor, int period, Seed seed);

    [[nodiscard]] double push(double x) noexcept {
        if (!ready_) [[unlikely]]
            return warm_up(x);
        // residual = x - average, carried forward: two dependent operations a row instead of
        // three, and a constant series stays exactly constant.
        residual_ = keep_ * ((x - last_) + residual_);
        last_ = x;
        return x - residual_;
    }
    [[nodiscard]] bool ready() const noexcept { return ready_; }

  private:
    // Here, so that a loop over push() keeps the state in registers.
    [[nodiscard, gnu::always_inline]] double warm_up(double x) noexcept {
        if (x != x && missing_ == period_) return x;
        sum_ += x;
        if (--missing_ > 0) return std::numeric_limits<double>::quiet_NaN();
        double const average = sum_ / period_;
        residual_ = x - average;
        last_ = x;
        ready_ = true;
        return average;
    }

    double keep_;
    double residual_ = 0;
    double last_ = 0;
    double sum_ = 0;
    int missing_;
    int period_;
    bool ready_ = false;
};

/// Window mean. Memory: 2 x period values.
class SmaStream {
  public:
    explicit SmaStream(int period);
    [[nodiscard]] double push(double x) noexcept;

  private:
    void close_block() noexcept;

    std::vector<double> block_;
    std::vector<double> suffix_;
    std::size_t filled_ = 0;
    bool started_ = false;
    double origin_ = 0;
    double sum_ = 0;
    double odd_ = 0;
};

class RsiStream {
  public:
    explicit RsiStream(RsiParams const& params);
    [[nodiscard]] double push(double x) noexcept {
        if (!started_) [[unlikely]] {
            started_ = x == x;
            last_ = x;
            return std::numeric_limits<double>::quiet_NaN();
        }
        double const change = x - last_;
        last_ = x;
        // Exact and without a branch, which a random sign would mispredict.
        double const size = std::fabs(change);
        double const up = gain_.push(0.5 * (size + change));
        double const down = loss_.push(0.5 * (size - change));
        double const both = up + down;
        return both == 0 ? flat_value_ : 100.0 * up / both;
    }

  private:
    EmaStream gain_;
    EmaStream loss_;
    double flat_value_;
    double last_ = 0;
    bool started_ = false;
};

struct MacdRow {
    double macd = 0;
    double signal = 0;
    double histogram = 0;
};

class MacdStream {
  public:
    explicit MacdStream(MacdParams const& params);
    [[nodiscard]] MacdRow push(double x) noexcept {
        double fast = std::numeric_limits<double>::quiet_NaN();
        if (wait_ == 0) [[likely]]
            fast = fast_.push(x);
        else if (x == x)
            --wait_;
        double const line = fast - slow_.push(x);
        double signal = std::numeric_limits<double>::quiet_NaN();
        if (signal_wait_ == 0) [[likely]]
            signal = signal_.push(line);
        else if (line == line)
            --signal_wait_;
        return {line, signal, bar_multiplier_ * (line - signal)};
    }

  private:
    EmaStream fast_;
    EmaStream slow_;
    EmaStream signal_;
    double bar_multiplier_;
    int wait_ = 0;         // rows before the fast average starts
    int signal_wait_ = 0;  // rows before the signal starts
};

/// Wilder's average only (AtrParams::average other than wilder is refused).
class AtrStream {
  public:
    explicit AtrStream(AtrParams const& params);
    [[nodiscard]] double push(double high, double low, double close) noexcept;

  private:
    EmaStream average_;
    FirstTr first_tr_;
    double last_close_ = 0;
    bool started_ = false;
};

struct KdjRow {
    double k = 0;
    double d = 0;
    double j = 0;
};

/// Memory O(period); push looks at the whole window, O(period).
class KdjStream {
  public:
    explicit KdjStream(KdjParams const& params);
    [[nodiscard]] KdjRow push(double high, double low, double close) noexcept;

  private:
    class Smoothing {
      public:
        Smoothing(KdjParams const& params, int period);
        [[nodiscard]] double push(double x) noexcept;

      private:
        EmaStream recursive_;
        SmaStream window_;
        bool use_window_;
    };

    std::vector<double> high_;
    std::vector<double> low_;
    std::size_t rows_ = 0;
    bool lost_ = false;
    bool recursive_;
    Smoothing k_;
    Smoothing d_;
};

}  // namespace ec::indicators
