#pragma once

#include "runs.hpp"

#include <array>
#include <cstddef>

namespace ec::indicators {

// Sliding windows by blocks (van Herk 1992 for extremes; the same cut serves sums). Rows are cut
// into blocks of `period`. A window is a suffix of one block and a prefix of the next: suffixes are
// laid into a buffer on the stack, the prefix is kept while walking. Every window is thus built
// from its own rows only: O(1) a row, no drift, no allocation.

/// Room for one value a row of a block; on the stack, only the used part is touched.
struct BlockBuffer {
    std::array<double, max_period> at;
};

/// Sums of M terms. `value(i, origin)` gives row i's terms measured from row `origin`, which lies
/// in every window that is told with it (so squares lose nothing when the level is far from zero).
/// emit(i, sums, origin) is called in ascending order for every full window. Inputs must not
/// overlap what emit writes. Rows are added in pairs, which halves the chain of dependent sums.
///
/// `back` and `front` both give a row's terms: back while suffixes are laid, front while walking.
template <std::size_t M, class Back, class Front, class Emit>
void sliding_sums_of(Run run, int period, Back back, Front front, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    std::array<BlockBuffer, M> total;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const origin = p + k - 1;
        std::array<double, M> sum{};
        std::size_t t = k;
        if (k % 2 == 0) {
            sum = back(p + --t, origin);
            for (std::size_t m = 0; m < M; ++m) total[m].at[t] = sum[m];
        }
        while (t > 1) {
            auto const newer = back(p + t - 1, origin);
            auto const older = back(p + t - 2, origin);
            t -= 2;
            for (std::size_t m = 0; m < M; ++m) {
                total[m].at[t + 1] = sum[m] + newer[m];
                total[m].at[t] = sum[m] += older[m] + newer[m];
            }
        }
        auto const oldest = back(p, origin);
        for (std::size_t m = 0; m < M; ++m) total[m].at[0] = sum[m] + oldest[m];
        std::size_t const rows = origin + k < run.end ? k : run.end - origin;
        sum = {};
        for (t = 1; t + 2 <= rows; t += 2) {
            auto const odd = front(origin + t, origin);
            auto const even = front(origin + t + 1, origin);
            for (std::size_t m = 0; m < M; ++m) {
                total[m].at[t] += sum[m] + odd[m];
                total[m].at[t + 1] += sum[m] += odd[m] + even[m];
            }
        }
        if (t < rows) {
            auto const odd = front(origin + t, origin);
            for (std::size_t m = 0; m < M; ++m) total[m].at[t] += sum[m] + odd[m];
        }
        for (t = 0; t < rows; ++t) {
            std::array<double, M> sums;  // NOLINT(cppcoreguidelines-pro-type-member-init)
            for (std::size_t m = 0; m < M; ++m) sums[m] = total[m].at[t];
            emit(origin + t, sums, origin);
        }
    }
}

template <std::size_t M, class Value, class Emit>
void sliding_sums(Run run, int period, Value value, Emit emit) {
    sliding_sums_of<M>(run, period, value, value, emit);
}

/// As sliding_sums for terms that cost more than a load and do not depend on the origin: each row's
/// are computed once and kept until its block's suffixes are laid. value(i), emit(i, sums).
template <std::size_t M, class Value, class Emit>
void sliding_sums_once(Run run, int period, Value value, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    std::array<BlockBuffer, M> kept;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    std::size_t const first_origin = run.begin + k - 1;
    auto const front = [&](std::size_t i, std::size_t origin) {
        auto const terms = value(i);
        for (std::size_t m = 0; m < M; ++m) kept[m].at[i - origin - 1] = terms[m];
        return terms;
    };
    auto const back = [&](std::size_t i, std::size_t origin) {
        if (i == origin || origin == first_origin) return value(i);
        std::array<double, M> terms;  // NOLINT(cppcoreguidelines-pro-type-member-init)
        for (std::size_t m = 0; m < M; ++m) terms[m] = kept[m].at[i + k - origin - 1];
        return terms;
    };
    sliding_sums_of<M>(run, period, back, front,
                       [&](std::size_t i, auto const& sums, std::size_t) { emit(i, sums); });
}

/// Plain and weighted sum (weights 1 for the oldest .. period) of value(i, origin), rows in pairs.
/// emit(i, sum, weighted, origin).
template <class Value, class Emit>
void sliding_weighted_sums(Run run, int period, Value value, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    BlockBuffer total;           // NOLINT(cppcoreguidelines-pro-type-member-init)
    BlockBuffer total_weighted;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const origin = p + k - 1;
        double sum = 0;
        double weighted = 0;
        std::size_t t = k;
        if (k % 2 == 0) {
            sum = weighted = value(p + --t, origin);
            total.at[t] = total_weighted.at[t] = sum;
        }
        while (t > 1) {
            t -= 2;
            double const newer = value(p + t + 1, origin);
            double const one = sum + newer;
            sum += value(p + t, origin) + newer;
            total.at[t + 1] = one;
            total.at[t] = sum;
            total_weighted.at[t + 1] = weighted + one;
            total_weighted.at[t] = weighted += one + sum;
        }
        total.at[0] = sum += value(p, origin);
        total_weighted.at[0] = weighted + sum;
        std::size_t const rows = origin + k < run.end ? k : run.end - origin;
        sum = 0;
        double rising = 0;  // weights 1, 2, .. from the next block's first row
        double weight = 1;
        for (t = 1; t + 2 <= rows; t += 2, weight += 2) {
            double const odd = value(origin + t, origin);
            double const even = value(origin + t + 1, origin);
            double const one = sum + odd;
            sum += odd + even;
            double const rising_one = rising + weight * odd;
            rising += weight * odd + (weight + 1) * even;
            total.at[t] += one;
            total.at[t + 1] += sum;
            total_weighted.at[t] += rising_one + (period - weight) * one;
            total_weighted.at[t + 1] += rising + (period - weight - 1) * sum;
        }
        if (t < rows) {
            double const odd = value(origin + t, origin);
            total.at[t] += sum + odd;
            total_weighted.at[t] += (rising + weight * odd) + (period - weight) * (sum + odd);
        }
        for (t = 0; t < rows; ++t) emit(origin + t, total.at[t], total_weighted.at[t], origin);
    }
}

inline double larger(double a, double b) noexcept { return a > b ? a : b; }
inline double smaller(double a, double b) noexcept { return a < b ? a : b; }

/// Highest of `high` and lowest of `low` in every full window: emit(i, highest, lowest). Inputs
/// hold no NaN inside the run.
template <class Emit>
void sliding_range(Input high, Input low, Run run, int period, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    BlockBuffer suffix_high;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    BlockBuffer suffix_low;   // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const last = p + k - 1;
        double top = high[last];
        double bottom = low[last];
        for (std::size_t t = k; t-- > 0;) {
            suffix_high.at[t] = top = larger(high[p + t], top);
            suffix_low.at[t] = bottom = smaller(low[p + t], bottom);
        }
        std::size_t const rows = last + k < run.end ? k : run.end - last;
        top = high[last];
        bottom = low[last];
        for (std::size_t t = 0; t < rows; ++t) {
            top = larger(high[last + t], top);
            bottom = smaller(low[last + t], bottom);
            emit(last + t, larger(suffix_high.at[t], top), smaller(suffix_low.at[t], bottom));
        }
    }
}

/// One series, one bound: pick(a, b) is larger or smaller.
template <class Pick, class Emit>
void sliding_bound(Input values, Run run, int period, Pick pick, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    BlockBuffer suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const last = p + k - 1;
        double bound = values[last];
        for (std::size_t t = k; t-- > 0;) suffix.at[t] = bound = pick(values[p + t], bound);
        std::size_t const rows = last + k < run.end ? k : run.end - last;
        bound = values[last];
        for (std::size_t t = 0; t < rows; ++t) {
            bound = pick(values[last + t], bound);
            emit(last + t, pick(suffix.at[t], bound));
        }
    }
}

/// NaN over the warm-up rows of a run.
inline void fill_warm_up(Output out, Run run, std::size_t rows) noexcept {
    std::size_t const end = run.begin + rows < run.end ? run.begin + rows : run.end;
    fill_undefined(out, run.begin, end);
}

}  // namespace ec::indicators
