#pragma once

#include <ec/base/dates.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace ec::test {

/// A price file of 10,000 lines in which a seeded part of the lines is broken, and what an importer
/// has to say of each: reasons by line. Every good line's day is in `good` with its close.
struct DamagedCsv {
    std::string bytes;
    std::size_t lines = 0;  // without the heading
    std::map<std::size_t, std::string> rejected;
    std::map<std::size_t, std::string> flagged;
    std::map<Date, double> good;  // stored days, marked ones too
};

[[nodiscard]] DamagedCsv make_damaged_csv(std::uint64_t seed, std::size_t lines);

}  // namespace ec::test
