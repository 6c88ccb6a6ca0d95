#pragma once

namespace ec::market {

/// A price or volume off by a hundred, in either direction: lots for shares, cents for units.
[[nodiscard]] inline bool about_100(double ratio) noexcept {
    double const off = ratio < 1 ? 1 / ratio : ratio;
    return off > 70 && off < 140;
}

}  // namespace ec::market
