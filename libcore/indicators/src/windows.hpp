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
/// `front` and `back` both give a row's terms: back while suffixes are laid, front while walking.
template <std::size_t M, class Back, class Front, class Emit>
void sliding_sums_of(Run run, int period, Back back, Front front, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    std::array<BlockBuffer, M> suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const origin = p + k - 1;
        std::array<double, M> sum{};
        std::size_t t = k;
        if (k % 2 != 0) {
            sum = back(p + --t, origin);
            for (std::size_t m = 0; m < M; ++m) suffix[m].at[t] = sum[m];
        }
        while (t > 0) {
            auto const newer = back(p + t - 1, origin);
            auto const older = back(p + t - 2, origin);
            t -= 2;
            for (std::size_t m = 0; m < M; ++m) {
                suffix[m].at[t + 1] = sum[m] + newer[m];
                suffix[m].at[t] = sum[m] += older[m] + newer[m];
            }
        }
        std::size_t const rows = origin + k < run.end ? k : run.end - origin;
        sum = {};
        std::array<double, M> odd{};
        std::array<double, M> total{};
        for (t = 0; t < rows; ++t) {
            if (t % 2 != 0) {
                odd = front(origin + t, origin);
                for (std::size_t m = 0; m < M; ++m) total[m] = suffix[m].at[t] + (sum[m] + odd[m]);
            } else {
                if (t != 0) {
                    auto const even = front(origin + t, origin);
                    for (std::size_t m = 0; m < M; ++m) sum[m] += odd[m] + even[m];
                }
                for (std::size_t m = 0; m < M; ++m) total[m] = suffix[m].at[t] + sum[m];
            }
            emit(origin + t, total, origin);
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
    BlockBuffer suffix;           // NOLINT(cppcoreguidelines-pro-type-member-init)
    BlockBuffer suffix_weighted;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t p = run.begin; p + k <= run.end; p += k) {
        std::size_t const origin = p + k - 1;
        double back = 0;
        double back_weighted = 0;
        std::size_t t = k;
        if (k % 2 != 0) {
            back = value(p + --t, origin);
            suffix.at[t] = suffix_weighted.at[t] = back_weighted = back;
        }
        while (t > 0) {
            double const newer = back + value(p + t - 1, origin);
            back += value(p + t - 2, origin) + value(p + t - 1, origin);
            t -= 2;
            suffix.at[t + 1] = newer;
            suffix.at[t] = back;
            suffix_weighted.at[t + 1] = back_weighted + newer;
            suffix_weighted.at[t] = back_weighted += newer + back;
        }
        std::size_t const rows = origin + k < run.end ? k : run.end - origin;
        double sum = 0;
        double rising = 0;  // weights 1, 2, .. from the next block's first row
        double odd = 0;
        double weight = 0;
        for (t = 0; t < rows; ++t, weight += 1) {
            double now = sum;
            double now_rising = rising;
            if (t % 2 != 0) {
                odd = value(origin + t, origin);
                now += odd;
                now_rising += weight * odd;
            } else if (t != 0) {
                double const even = value(origin + t, origin);
                now = sum += odd + even;
                now_rising = rising += (weight - 1) * odd + weight * even;
            }
            emit(origin + t, suffix.at[t] + now,
                 suffix_weighted.at[t] + (now_rising + (period - weight) * now), origin);
        }
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
