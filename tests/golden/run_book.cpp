#include "golden_data.hpp"
#include "golden_runs.hpp"

#include <ec/base/math.hpp>

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

namespace ec::golden {
namespace {

/// One case of the book: our name, the parameters its conventions ask for, output names.
struct Translation {
    std::string indicator;
    indicators::Params params;
    std::map<std::string, std::string> outputs;
};

std::map<std::string, Translation> translations() {
    std::string const book = "first_value";
    return {
        {"ad", {"ad", {}, {{"ad", "ad"}}}},
        {"adx", {"adx", {{"seed", "early_sum"}}, {{"adx", "adx"}}}},
        {"aroon", {"aroon", {}, {{"aroon_down", "down"}, {"aroon_up", "up"}}}},
        {"bbands",
         {"bollinger",
          {{"deviations", "2"}},
          {{"bbands_lower", "lower"}, {"bbands_middle", "middle"}, {"bbands_upper", "upper"}}}},
        {"cci", {"cci", {}, {{"cci", "cci"}}}},
        {"dema", {"dema", {{"seed", book}, {"chain", "after_period"}}, {{"dema", "dema"}}}},
        {"dpo", {"dpo", {}, {{"dpo", "dpo"}}}},
        {"ema", {"ema", {{"seed", book}}, {{"ema", "ema"}}}},
        {"macd",
         {"macd",
          {{"fast", "12"},
           {"slow", "26"},
           {"signal", "9"},
           {"seed", book},
           {"factors", "achelis"},
           {"chain", "after_period"}},
          {{"macd", "macd"}, {"macd_signal", "signal"}, {"macd_histogram", "histogram"}}}},
        {"mfi", {"mfi", {}, {{"mfi", "mfi"}}}},
        {"obv", {"obv", {{"start", "zero"}}, {{"obv", "obv"}}}},
        {"psar", {"sar", {{"start", "midpoints"}}, {{"psar", "sar"}}}},
        {"rsi", {"rsi", {}, {{"rsi", "rsi"}}}},
        {"sma", {"sma", {}, {{"sma", "sma"}}}},
        {"stoch",
         {"stochastic",
          {{"k", "5"}, {"smooth", "3"}, {"d", "3"}},
          {{"stoch_k", "k"}, {"stoch_d", "d"}}}},
        {"tr", {"true_range", {{"first_tr", "high_low"}}, {{"tr", "true_range"}}}},
        {"trix", {"trix", {{"seed", book}, {"chain", "after_period"}}, {{"trix", "trix"}}}},
        {"willr", {"williams_r", {}, {{"willr", "williams_r"}}}},
        {"wma", {"wma", {}, {{"wma", "wma"}}}},
    };
}

/// The book's single series is our close; its ADX case has no close, which ADX does not need.
Csv bars_of(Node const& inputs) {
    Csv bars;
    for (auto const& [name, node] : inputs.members) {
        bars.names.push_back(name == "real" ? "close" : name);
        bars.columns.push_back(node.values());
    }
    if (!bars.has("close")) {
        bars.names.emplace_back("close");
        bars.columns.push_back(bars.col("low"));
    }
    return bars;
}

}  // namespace

void run_book(Report& report) {
    std::string const file = "indicators/tulip/book_cases.json";
    Node const document = read_json(file);
    FileResult& row = report.file(file);
    row.authority = "tulip (Achelis)";
    auto const known = translations();
    Tolerance const tolerance{.absolute = document.at("tolerance_abs").value()};
    for (Node const& item : document.at("cases").items) {
        std::string const& name = item.at("indicator").text;
        auto const found = known.find(name);
        if (found == known.end()) {
            row.notes.push_back(name + ": left to the engine issue");
            continue;
        }
        if (!row.indicator.empty()) row.indicator += ", ";
        row.indicator += found->second.indicator;
        indicators::Params params = found->second.params;
        if (Node const* period = item.at("options").find("period")) {
            params["period"] = fmt::format("{}", static_cast<int>(period->value()));
        }
        Csv const bars = bars_of(item.at("inputs"));
        auto const columns = indicators::compute(found->second.indicator, params, bars.bars());
        for (auto const& [book_name, our_name] : found->second.outputs) {
            std::vector<double> const values = item.at("outputs").at(book_name).values();
            std::vector<double> expected(bars.rows() - values.size(), nan_value());
            expected.insert(expected.end(), values.begin(), values.end());
            for (auto const& column : columns) {
                if (column.name != our_name) continue;
                report.compare(file, name + " " + book_name, expected, column.values, tolerance);
            }
        }
    }
}

}  // namespace ec::golden
