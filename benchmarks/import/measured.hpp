#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ec::bench {

struct Measured {
    double seconds = 0;
    double cpu_seconds = 0;
    std::int64_t peak_kib = 0;
};

[[nodiscard]] double seconds_now();

/// Runs a program with its output in `log`; throws when it ends neither with 0 nor `other_code`.
[[nodiscard]] Measured run_program(std::vector<std::string> words, std::filesystem::path const& log,
                                   int other_code = 0);

/// The middle one by time.
[[nodiscard]] Measured median(std::vector<Measured> values);

}  // namespace ec::bench
