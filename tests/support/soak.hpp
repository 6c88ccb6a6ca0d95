#pragma once

#include <cstdlib>
#include <iostream>
#include <string_view>

namespace ec::test {

/// Whether ./dev test soak asks for the long counts.
inline bool soak() { return std::getenv("EC_SOAK") != nullptr; }

/// A line of tests/soak/RESULTS.md: what was counted and how it ended.
inline void soak_figure(std::string_view text) {
    if (soak()) std::cout << "\nsoak: " << text << std::endl;
}

}  // namespace ec::test
