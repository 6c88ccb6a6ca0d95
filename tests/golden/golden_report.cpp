#include "golden_report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ec::golden {
namespace {

bool agrees(double expected, double got, Tolerance t) {
    if (std::isnan(expected) || std::isnan(got)) return std::isnan(expected) == std::isnan(got);
    if (std::isinf(expected)) return got == expected;
    return std::fabs(got - expected) <= t.absolute + t.relative * std::fabs(expected) + t.rounding;
}

std::string status_line(std::string const& name, FileResult const& row) {
    if (!row.input_of.empty())
        return fmt::format("  input             {} ({})", name, row.input_of);
    if (!row.failures.empty()) return fmt::format("  FAILED            {}", name);
    if (!row.left.empty()) return fmt::format("  left to engine    {} ({})", name, row.left);
    if (!row.other_definition.empty()) {
        return fmt::format("  other definition  {} ({})", name, row.other_definition);
    }
    std::string line =
        fmt::format("  passed            {} | {} | {} | {} points | largest rel. error {:.1e}",
                    name, row.indicator, row.authority, row.points, row.largest_relative);
    if (!row.notes.empty()) line += fmt::format(" | {}", fmt::join(row.notes, "; "));
    return line;
}

}  // namespace

void Report::compare_value(std::string const& name, std::string const& what, double expected,
                           double got, Tolerance tolerance) {
    FileResult& row = files_[name];
    ++row.points;
    if (!agrees(expected, got, tolerance)) {
        row.failures.push_back(
            fmt::format("{}: {}: expected {:.12g}, got {:.12g}", name, what, expected, got));
        return;
    }
    if (!std::isfinite(expected) || !std::isfinite(got)) return;
    double const error = std::fabs(got - expected);
    // Near zero a relative error only shows how few digits the file prints.
    double const scale = std::max(std::fabs(expected), tolerance.rounding * 1e8);
    if (scale == 0) return;
    row.largest_relative = std::max(row.largest_relative, error / scale);
    if (tolerance.relative > 0) {
        row.largest_of_digits = std::max(row.largest_of_digits, error / scale);
    }
}

void Report::compare(std::string const& name, std::string const& what,
                     std::span<double const> expected, std::span<double const> got,
                     Tolerance tolerance, std::size_t skip, std::size_t last_rows) {
    FileResult& row = files_[name];
    if (expected.size() != got.size()) {
        row.failures.push_back(fmt::format("{}: {}: {} rows expected, {} computed", name, what,
                                           expected.size(), got.size()));
        return;
    }
    std::size_t const begin =
        last_rows == 0 ? skip : expected.size() - std::min(last_rows, expected.size());
    std::size_t wrong = 0;
    std::size_t const before = row.points;
    for (std::size_t i = begin; i < expected.size(); ++i) {
        if (std::isnan(expected[i])) continue;
        if (!agrees(expected[i], got[i], tolerance) && ++wrong > 3) {
            ++row.points;
            continue;
        }
        compare_value(name, fmt::format("{} row {}", what, i), expected[i], got[i], tolerance);
    }
    if (wrong > 3) row.failures.push_back(fmt::format("{}: {}: {} rows in all", name, what, wrong));
    if (row.points == before) {
        row.failures.push_back(fmt::format("{}: {}: nothing to compare", name, what));
    }
}

std::vector<std::string> Report::finish(std::vector<std::string> const& all_files) {
    std::vector<std::string> failures;
    std::size_t passed = 0;
    std::size_t other = 0;
    std::size_t left = 0;
    std::size_t points = 0;
    double largest = 0;
    std::cout << "Golden files\n";
    for (std::string const& name : all_files) {
        auto const found = files_.find(name);
        if (found == files_.end()) {
            failures.push_back(name + ": in no row of the table");
            continue;
        }
        FileResult const& row = found->second;
        std::cout << status_line(name, row) << '\n';
        failures.insert(failures.end(), row.failures.begin(), row.failures.end());
        if (!row.input_of.empty()) continue;
        points += row.points;
        largest = std::max(largest, row.largest_of_digits);
        if (!row.left.empty()) {
            ++left;
        } else if (!row.other_definition.empty()) {
            ++other;
        } else if (row.failures.empty()) {
            ++passed;
        }
    }
    for (auto const& [name, row] : files_) {
        if (std::find(all_files.begin(), all_files.end(), name) == all_files.end()) {
            failures.push_back(name + ": a row without a file");
        }
    }
    std::string const proof = fmt::format(
        "{} files: {} passed ({} points, largest rel. error {:.1e} where the authority prints its "
        "digits), {} other definition, {} left to the engine issue",
        passed + other + left, passed, points, largest, other, left);
    std::cout << proof << '\n';
    if (char const* directory = std::getenv("EC_PROOFS_DIR"); directory && failures.empty()) {
        std::ofstream(std::string(directory) + "/2.5") << proof << '\n';
    }
    return failures;
}

}  // namespace ec::golden
