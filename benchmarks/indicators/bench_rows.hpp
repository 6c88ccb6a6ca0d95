#pragma once

#include <ec/indicators/conventions.hpp>

#include <functional>
#include <string>
#include <vector>

namespace ec::bench {

/// Bars of one symbol.
struct Bars {
    std::vector<double> open;
    std::vector<double> high;
    std::vector<double> low;
    std::vector<double> close;
    std::vector<double> volume;

    [[nodiscard]] std::size_t size() const { return close.size(); }
};

/// Output columns that all rows share, long enough for the longest series.
struct Workspace {
    std::vector<std::vector<double>> columns;

    [[nodiscard]] indicators::Output at(std::size_t index, std::size_t rows) {
        return indicators::Output(columns[index]).first(rows);
    }
    [[nodiscard]] double* raw(std::size_t index) { return columns[index].data(); }
};

/// One indicator on both sides: the same parameters, the same bars, every output that TA-Lib
/// writes. `peer` answers the index in the bars of TA-Lib's first output.
struct Row {
    std::string label;
    std::function<void(Bars const&, Workspace&)> ours;
    std::function<int(Bars const&, Workspace&)> peer;
    std::size_t compared_output = 0;  // whose last value must agree
};

[[nodiscard]] std::vector<Row> rows();

}  // namespace ec::bench
