#pragma once

#include <ec/indicators/conventions.hpp>

#include <cstddef>
#include <initializer_list>
#include <string_view>

namespace ec::indicators {

/// Rows [begin, end) in which no input is NaN.
struct Run {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const noexcept { return end - begin; }
    [[nodiscard]] bool empty() const noexcept { return begin == end; }
};

/// The first run that begins at `from` or later; empty at n when there is none.
[[nodiscard]] Run next_run(std::initializer_list<Input> inputs, std::size_t from) noexcept;

/// The first row in which no input is NaN; n when there is none. For recursions that carry a later
/// NaN on by themselves.
[[nodiscard]] std::size_t first_defined_row(std::initializer_list<Input> inputs) noexcept;

void fill_undefined(Output out, std::size_t begin, std::size_t end) noexcept;
inline void fill_undefined(Output out) noexcept { fill_undefined(out, 0, out.size()); }

/// Throws invalid_input ("indicators.bad_parameter").
void check_period(std::string_view name, int value, int minimum = 1);
void check_number(std::string_view name, double value, double minimum, double maximum);
/// Throws invalid_input ("indicators.length_mismatch") unless all have n rows; empty optional
/// outputs are left out by the caller.
void check_lengths(std::size_t n, std::initializer_list<Input> inputs,
                   std::initializer_list<Output> outputs,
                   std::initializer_list<Output> optional = {});

/// Calls body(run) for every run and writes NaN over the rows of `outs` outside of runs. The body
/// writes every row of its run.
template <class Body>
void for_each_run(std::initializer_list<Input> inputs, std::initializer_list<Output> outs,
                  Body body) {
    std::size_t const n = inputs.begin()->size();
    std::size_t done = 0;
    while (done < n) {
        Run const run = next_run(inputs, done);
        for (Output out : outs) {
            if (!out.empty()) fill_undefined(out, done, run.begin);
        }
        if (!run.empty()) body(run);
        done = run.end;
    }
}

/// The same for recursive kernels: one run, NaN before and after.
template <class Body>
void for_first_run(std::initializer_list<Input> inputs, std::initializer_list<Output> outs,
                   Body body) {
    std::size_t const n = inputs.begin()->size();
    Run const run = next_run(inputs, 0);
    for (Output out : outs) {
        if (out.empty()) continue;
        fill_undefined(out, 0, run.begin);
        fill_undefined(out, run.end, n);
    }
    if (!run.empty()) body(run);
}

}  // namespace ec::indicators
