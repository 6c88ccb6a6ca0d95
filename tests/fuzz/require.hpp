#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace ec::fuzz {

/// A promise of the parser: the input that breaks it is a finding, and its log names the line.
inline void require(bool holds, std::source_location where = std::source_location::current()) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s:%u\n", where.file_name(), where.line());
    std::abort();
}

}  // namespace ec::fuzz
