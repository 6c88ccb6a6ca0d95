#include "golden_data.hpp"

#include <ec/base/math.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ec::golden {
namespace {

std::filesystem::path root() { return std::filesystem::path(EC_SOURCE_DIR) / "tests/golden"; }

std::vector<std::string> split(std::string_view line, char separator) {
    std::vector<std::string> cells;
    for (std::size_t at = 0; at <= line.size();) {
        std::size_t const end = std::min(line.find(separator, at), line.size());
        cells.emplace_back(line.substr(at, end - at));
        at = end + 1;
    }
    return cells;
}

double number_or_nan(std::string const& cell) {
    double value = 0;
    auto const* const end = cell.data() + cell.size();
    auto const result = std::from_chars(cell.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end && !cell.empty() ? value : nan_value();
}

}  // namespace

bool Csv::has(std::string_view name) const {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<double> const& Csv::col(std::string_view name) const {
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::runtime_error("no column " + std::string(name));
    return columns[static_cast<std::size_t>(found - names.begin())];
}

std::vector<std::string> const& Csv::text(std::string_view name) const {
    auto const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::runtime_error("no column " + std::string(name));
    return texts[static_cast<std::size_t>(found - names.begin())];
}

indicators::Columns Csv::bars() const {
    indicators::Columns bars;
    if (has("open")) bars.open = col("open");
    if (has("high")) bars.high = col("high");
    if (has("low")) bars.low = col("low");
    if (has("close")) bars.close = col("close");
    if (has("volume")) bars.volume = col("volume");
    return bars;
}

std::string read_text(std::string const& file) {
    std::ifstream in(root() / file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read tests/golden/" + file);
    return {std::istreambuf_iterator<char>(in), {}};
}

Csv read_csv(std::string const& file) {
    Csv table;
    std::string const text = read_text(file);
    for (std::string const& line : split(text, '\n')) {
        if (line.empty()) continue;
        std::vector<std::string> cells = split(line, ',');
        if (table.names.empty()) {
            table.names = std::move(cells);
            table.columns.resize(table.names.size());
            table.texts.resize(table.names.size());
            continue;
        }
        if (cells.size() != table.names.size()) throw std::runtime_error("ragged row in " + file);
        for (std::size_t c = 0; c < cells.size(); ++c) {
            table.columns[c].push_back(number_or_nan(cells[c]));
            table.texts[c].push_back(std::move(cells[c]));
        }
    }
    return table;
}

std::vector<std::string> list_files() {
    std::vector<std::string> files;
    for (auto const* part : {"indicators", "risk"}) {
        for (auto const& entry : std::filesystem::recursive_directory_iterator(root() / part)) {
            if (entry.is_regular_file()) {
                files.push_back(std::filesystem::relative(entry.path(), root()).generic_string());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace ec::golden
