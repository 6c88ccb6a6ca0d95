#pragma once

#include "runs.hpp"

#include <array>
#include <cstddef>

namespace ec::indicators {

// Sliding windows by blocks (van Herk 1992 for extremes; the same cut serves sums). Rows are cut
// into blocks of `period`; a window is a suffix of one block and a prefix of the next. Suffixes of
// a block wait in a buffer on the stack, prefixes are kept while walking. Every window is thus
// built from its own rows only: O(1) a row, no drift, no allocation.

/// Room for one value a row of a block; on the stack, only the used part is touched.
struct BlockBuffer {
    std::array<double, max_period> at;
};

/// State of M parallel sums. `value(i, origin)` gives row i's terms, measured from row `origin`,
/// which lies inside the window (so that squares lose nothing when the level is far from zero).
/// emit(i, sums, origin) is called in ascending order for every full window.
template <std::size_t M, class Value, class Emit>
void sliding_sums(Run run, int period, Value value, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    std::array<BlockBuffer, M> suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t s = run.begin; s < run.end; s += k) {
        std::size_t const e = s + k < run.end ? s + k : run.end;
        std::size_t const open_end = e - s == k ? e - 1 : e;
        std::array<double, M> sum{};
        if (s == run.begin) {
            for (std::size_t i = s; i < open_end; ++i) {
                auto const terms = value(i, s);
                for (std::size_t m = 0; m < M; ++m) sum[m] += terms[m];
            }
        } else {
            for (std::size_t i = s; i < open_end; ++i) {
                auto const terms = value(i, s);
                std::array<double, M> total;  // NOLINT(cppcoreguidelines-pro-type-member-init)
                for (std::size_t m = 0; m < M; ++m) {
                    sum[m] += terms[m];
                    total[m] = suffix[m].at[i - s + 1] + sum[m];
                }
                emit(i, total, s);
            }
        }
        if (e - s < k) return;
        auto const last = value(e - 1, s);
        for (std::size_t m = 0; m < M; ++m) sum[m] += last[m];
        emit(e - 1, sum, s);
        if (e == run.end) return;
        std::array<double, M> back{};
        for (std::size_t t = k; t-- > 1;) {
            auto const terms = value(s + t, e);
            for (std::size_t m = 0; m < M; ++m) suffix[m].at[t] = back[m] += terms[m];
        }
    }
}

/// Plain and weighted sum (weights 1 for the oldest .. period) of value(i, origin).
/// emit(i, sum, weighted, origin).
template <class Value, class Emit>
void sliding_weighted_sums(Run run, int period, Value value, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    BlockBuffer suffix;           // NOLINT(cppcoreguidelines-pro-type-member-init)
    BlockBuffer suffix_weighted;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t s = run.begin; s < run.end; s += k) {
        std::size_t const e = s + k < run.end ? s + k : run.end;
        std::size_t const open_end = e - s == k ? e - 1 : e;
        double sum = 0;
        double rising = 0;  // weights 1, 2, .. from the block's first row
        double weight = 0;
        for (std::size_t i = s; i < open_end; ++i) {
            double const y = value(i, s);
            weight += 1;
            sum += y;
            rising += weight * y;
            if (s != run.begin) {
                std::size_t const t = i - s + 1;
                double const missing = period - weight;
                emit(i, suffix.at[t] + sum, suffix_weighted.at[t] + (rising + missing * sum), s);
            }
        }
        if (e - s < k) return;
        double const y = value(e - 1, s);
        emit(e - 1, sum + y, rising + period * y, s);
        if (e == run.end) return;
        double back = 0;
        double back_weighted = 0;
        for (std::size_t t = k; t-- > 1;) {
            back += value(s + t, e);
            back_weighted += back;
            suffix.at[t] = back;
            suffix_weighted.at[t] = back_weighted;
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
    for (std::size_t s = run.begin; s < run.end; s += k) {
        std::size_t const e = s + k < run.end ? s + k : run.end;
        std::size_t const open_end = e - s == k ? e - 1 : e;
        double top = high[s];
        double bottom = low[s];
        if (s == run.begin) {
            for (std::size_t i = s; i < open_end; ++i) {
                top = larger(high[i], top);
                bottom = smaller(low[i], bottom);
            }
        } else {
            for (std::size_t i = s; i < open_end; ++i) {
                top = larger(high[i], top);
                bottom = smaller(low[i], bottom);
                std::size_t const t = i - s + 1;
                emit(i, larger(suffix_high.at[t], top), smaller(suffix_low.at[t], bottom));
            }
        }
        if (e - s < k) return;
        emit(e - 1, larger(high[e - 1], top), smaller(low[e - 1], bottom));
        if (e == run.end) return;
        double back_high = high[e - 1];
        double back_low = low[e - 1];
        for (std::size_t t = k; t-- > 1;) {
            back_high = larger(high[s + t], back_high);
            back_low = smaller(low[s + t], back_low);
            suffix_high.at[t] = back_high;
            suffix_low.at[t] = back_low;
        }
    }
}

/// One series, one bound: pick(a, b) is larger or smaller.
template <class Pick, class Emit>
void sliding_bound(Input values, Run run, int period, Pick pick, Emit emit) {
    auto const k = static_cast<std::size_t>(period);
    BlockBuffer suffix;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (std::size_t s = run.begin; s < run.end; s += k) {
        std::size_t const e = s + k < run.end ? s + k : run.end;
        std::size_t const open_end = e - s == k ? e - 1 : e;
        double bound = values[s];
        if (s == run.begin) {
            for (std::size_t i = s; i < open_end; ++i) bound = pick(values[i], bound);
        } else {
            for (std::size_t i = s; i < open_end; ++i) {
                bound = pick(values[i], bound);
                emit(i, pick(suffix.at[i - s + 1], bound));
            }
        }
        if (e - s < k) return;
        emit(e - 1, pick(values[e - 1], bound));
        if (e == run.end) return;
        double back = values[e - 1];
        for (std::size_t t = k; t-- > 1;) suffix.at[t] = back = pick(values[s + t], back);
    }
}

/// NaN over the warm-up rows of a run.
inline void fill_warm_up(Output out, Run run, std::size_t rows) noexcept {
    std::size_t const end = run.begin + rows < run.end ? run.begin + rows : run.end;
    fill_undefined(out, run.begin, end);
}

}  // namespace ec::indicators
