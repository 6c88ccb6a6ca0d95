#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace ec::golden {

/// How close is close: |got - expected| <= absolute + relative x |expected|. `rounding` is half a
/// unit of the last digit that the file prints, granted on top.
struct Tolerance {
    double absolute = 0;
    double relative = 0;
    double rounding = 0;
};

/// What became of one golden file.
struct FileResult {
    std::string authority;
    std::string indicator;
    std::size_t points = 0;
    double largest_relative = 0;
    double largest_of_digits = 0;       // relative, where the authority's tolerance is relative
    std::vector<std::string> notes;     // columns that are not compared, and why
    std::vector<std::string> failures;  // what did not agree
    std::string other_definition;       // reason; the whole file is of another definition
    std::string left;                   // reason; left to the engine issue
    std::string input_of;               // the file is read by others: inputs and manifests
};

/// The table of the whole run, keyed by file.
class Report {
  public:
    [[nodiscard]] FileResult& file(std::string const& name) { return files_[name]; }

    /// Compares where the expected value is defined; `rows` limits it to the last rows (0: all).
    void compare(std::string const& name, std::string const& what, std::span<double const> expected,
                 std::span<double const> got, Tolerance tolerance, std::size_t skip = 0,
                 std::size_t last_rows = 0);
    void compare_value(std::string const& name, std::string const& what, double expected,
                       double got, Tolerance tolerance);

    /// Prints the table, writes the proof line when EC_PROOFS_DIR is set; answers the failures.
    /// `all_files` are the files that must have a row.
    [[nodiscard]] std::vector<std::string> finish(std::vector<std::string> const& all_files);

  private:
    std::map<std::string, FileResult> files_;
};

}  // namespace ec::golden
