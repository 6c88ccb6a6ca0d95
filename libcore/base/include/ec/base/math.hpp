#pragma once

#include <string>

namespace ec {

// libm's log, exp and pow differ with the CPU's instruction set; facts are hashed, so these use
// only +, -, *, / and sqrt, which IEEE 754 fixes. Each is within 2 ulp (pow 1e-14 relative for
// |y log x| < 50); arguments and specials behave as in <cmath>.

[[nodiscard]] double portable_log(double x) noexcept;
[[nodiscard]] double portable_exp(double x) noexcept;
[[nodiscard]] double portable_pow(double x, double y) noexcept;

/// A quiet NaN: the value of "not defined here" in every numeric column.
[[nodiscard]] double nan_value() noexcept;
[[nodiscard]] bool is_nan(double x) noexcept;

/// The canonical text of a fact's value: 10 significant digits, shortest form ("122.15",
/// "1.09019052e+08" becomes "109019052"), "-0" written "0". NaN and infinities are refused
/// (Error internal): an absent fact has no value.
[[nodiscard]] std::string format_canonical(double value);

}  // namespace ec
