#include "runs.hpp"

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>

#include <fmt/format.h>

namespace ec::indicators {
namespace {

std::size_t first_defined(Input values, std::size_t from) noexcept {
    while (from < values.size() && std::isnan(values[from])) ++from;
    return from;
}

// Two rows a step without asking the compiler to prove anything; SSE2 and NEON alike.
using Pair [[gnu::vector_size(16)]] = double;
using PairMask [[gnu::vector_size(16)]] = long long;

Pair load_pair(double const* from) noexcept {
    Pair pair;
    std::memcpy(&pair, from, sizeof pair);
    return pair;
}

PairMask is_nan_pair(double const* from) noexcept {
    Pair const pair = load_pair(from);
    return pair != pair;
}

std::size_t first_undefined(Input values, std::size_t from) noexcept {
    std::size_t const n = values.size();
    double const* const x = values.data();
    std::size_t i = from;
    for (; i + 8 <= n; i += 8) {
        PairMask const any = (is_nan_pair(x + i) | is_nan_pair(x + i + 2)) |
                             (is_nan_pair(x + i + 4) | is_nan_pair(x + i + 6));
        if ((any[0] | any[1]) != 0) break;
    }
    while (i < n && !std::isnan(x[i])) ++i;
    return i;
}

}  // namespace

namespace {

std::size_t defined_from(std::initializer_list<Input> inputs, std::size_t begin) noexcept {
    std::size_t const n = inputs.begin()->size();
    for (bool moved = true; moved && begin < n;) {
        moved = false;
        for (Input values : inputs) {
            std::size_t const at = first_defined(values, begin);
            if (at != begin) moved = true;
            begin = at;
        }
    }
    return begin;
}

}  // namespace

std::size_t first_defined_row(std::initializer_list<Input> inputs) noexcept {
    return defined_from(inputs, 0);
}

Run next_run(std::initializer_list<Input> inputs, std::size_t from) noexcept {
    std::size_t const begin = defined_from(inputs, from);
    std::size_t end = inputs.begin()->size();
    for (Input values : inputs) end = std::min(end, first_undefined(values.first(end), begin));
    return {begin, end};
}

void fill_undefined(Output out, std::size_t begin, std::size_t end) noexcept {
    std::fill(out.begin() + static_cast<std::ptrdiff_t>(begin),
              out.begin() + static_cast<std::ptrdiff_t>(end), nan_value());
}

void check_period(std::string_view name, int value, int minimum) {
    if (value >= minimum && value <= max_period) return;
    throw invalid_field("indicators.bad_parameter", std::string(name), std::to_string(value),
                        fmt::format("must be a whole number from {} to {}", minimum, max_period),
                        fmt::format("give {} a value from {} to {}", name, minimum, max_period));
}

void check_number(std::string_view name, double value, double minimum, double maximum) {
    if (value >= minimum && value <= maximum) return;
    throw invalid_field("indicators.bad_parameter", std::string(name), fmt::format("{}", value),
                        fmt::format("must be a number from {} to {}", minimum, maximum),
                        fmt::format("give {} a value from {} to {}", name, minimum, maximum));
}

void check_lengths(std::size_t n, std::initializer_list<Input> inputs,
                   std::initializer_list<Output> outputs, std::initializer_list<Output> optional) {
    auto const same = [n](auto const& column) { return column.size() == n; };
    bool ok = std::all_of(inputs.begin(), inputs.end(), same) &&
              std::all_of(outputs.begin(), outputs.end(), same);
    for (Output out : optional) ok = ok && (out.empty() || out.size() == n);
    if (ok) return;
    throw Error(ErrorCode::invalid_input, "indicators.length_mismatch",
                "The columns of an indicator call have different lengths; give columns of the "
                "same number of rows.");
}

}  // namespace ec::indicators
