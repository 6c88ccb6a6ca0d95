#include "golden_data.hpp"
#include "golden_runs.hpp"

#include <ec/base/math.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

namespace ec::golden {
namespace {

using Outputs = std::map<std::string, std::vector<double>>;

/// What a case of the regression tables means in the registry.
struct Call {
    std::string indicator;
    indicators::Params params;
    std::map<std::string, std::string> outputs;  // the table's name to ours
};

std::string whole(Node const& params, std::string_view name) {
    return fmt::format("{}", static_cast<int>(params.at(name).value()));
}

std::optional<Call> moving_average(Node const& params) {
    std::map<std::string, std::string> const names{
        {"SMA", "sma"}, {"EMA", "ema"},   {"TRIMA", "trima"}, {"KAMA", "kama"},
        {"WMA", "wma"}, {"DEMA", "dema"}, {"TEMA", "tema"}};
    auto const found = names.find(params.at("ma").text);
    if (found == names.end()) return std::nullopt;
    return Call{found->second, {{"period", whole(params, "period")}}, {{"out", found->second}}};
}

std::optional<Call> translate(std::string const& function, Node const& p) {
    auto const simple = [&](std::string name, std::string output) {
        Call call{std::move(name), {}, {{"out", std::move(output)}}};
        if (p.find("period") != nullptr) call.params["period"] = whole(p, "period");
        return call;
    };
    auto const lower = [](std::string text) {
        for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return text;
    };
    if (function == "RSI") return simple("rsi", "rsi");
    if (function == "PLUS_DI") return simple("adx", "plus_di");
    if (function == "MINUS_DI") return simple("adx", "minus_di");
    if (function == "MOM") return simple("momentum", "momentum");
    if (function == "ROC") return simple("roc", "roc");
    if (function == "TRIX") return simple("trix", "trix");
    if (function == "CCI") return simple("cci", "cci");
    if (function == "AD") return simple("ad", "ad");
    if (function == "AVGPRICE") return simple("average_price", "average_price");
    if (function == "TRANGE") return simple("true_range", "true_range");
    if (function == "MA") return moving_average(p);
    if (function == "AROON") {
        return Call{"aroon", {{"period", whole(p, "period")}}, {{"up", "up"}, {"down", "down"}}};
    }
    if (function == "APO") {
        return Call{"apo",
                    {{"fast", whole(p, "fast")},
                     {"slow", whole(p, "slow")},
                     {"average", lower(p.at("ma").text)}},
                    {{"out", "apo"}}};
    }
    if (function == "STDDEV") {
        return Call{"stddev",
                    {{"period", whole(p, "period")},
                     {"multiplier", fmt::format("{}", p.at("nb_dev").value())}},
                    {{"out", "stddev"}}};
    }
    if (function == "MACD") {
        return Call{"macd",
                    {{"fast", whole(p, "fast")},
                     {"slow", whole(p, "slow")},
                     {"signal", whole(p, "signal")}},
                    {{"macd", "macd"}, {"signal", "signal"}, {"histogram", "histogram"}}};
    }
    if (function == "BBANDS") {
        return Call{"bollinger",
                    {{"period", whole(p, "period")},
                     {"deviations", fmt::format("{}", p.at("dev_up").value())},
                     {"average", lower(p.at("ma").text)}},
                    {{"upper", "upper"}, {"middle", "middle"}, {"lower", "lower"}}};
    }
    return std::nullopt;
}

/// The first row on which every output that the call names is defined.
std::size_t first_row(std::vector<indicators::NamedColumn> const& columns, Call const& call) {
    std::size_t first = 0;
    for (auto const& [table_name, name] : call.outputs) {
        for (auto const& column : columns) {
            if (column.name != name) continue;
            auto const at = std::find_if(column.values.begin(), column.values.end(),
                                         [](double x) { return !is_nan(x); });
            first = std::max(first, static_cast<std::size_t>(at - column.values.begin()));
        }
    }
    return first;
}

std::vector<double> const& output_named(std::vector<indicators::NamedColumn> const& columns,
                                        std::string const& name) {
    for (auto const& column : columns) {
        if (column.name == name) return column.values;
    }
    throw std::runtime_error("no output " + name);
}

void run_regression(Report& report) {
    std::string const file = "indicators/talib/regtest_points.json";
    std::string const bars_file = "indicators/talib/input_ref_252.csv";
    report.file(bars_file).input_of = "bars";
    Csv const bars = read_csv(bars_file);
    Node const document = read_json(file);
    FileResult& row = report.file(file);
    row.authority = "talib";
    row.indicator =
        "rsi, adx, bollinger, averages, macd, momentum, roc, trix, aroon, cci, ad, "
        "average_price, apo, stddev, true_range";
    std::size_t skipped = 0;
    for (Node const& item : document.at("cases").items) {
        std::string const& function = item.at("function").text;
        auto const call = translate(function, item.at("params"));
        if (!call) {
            ++skipped;
            row.failures.push_back(function + ": no such call here");
            continue;
        }
        auto const columns = indicators::compute(call->indicator, call->params, bars.bars());
        report.compare_value(file, function + " first row", item.at("first_index").value(),
                             static_cast<double>(first_row(columns, *call)), {});
        for (Node const& point : item.at("points").items) {
            auto const at = static_cast<std::size_t>(point.at("index").value());
            std::string const& name = call->outputs.at(point.at("output").text);
            report.compare_value(file, fmt::format("{} row {}", function, at),
                                 point.at("value").value(), output_named(columns, name).at(at),
                                 Tolerance{.absolute = document.at("tolerance_abs").value()});
        }
    }
}

void run_kdj(Report& report) {
    std::string const file = "indicators/talib/kdj_points.json";
    Csv const bars = read_csv("indicators/talib/input_ref_252.csv");
    Node const document = read_json(file);
    report.file(file).authority = "talib";
    report.file(file).indicator = "kdj";
    Tolerance const tolerance{.absolute = document.at("tolerance_abs").value()};
    for (Node const& point : document.at("points").items) {
        bool const plain = point.at("arm").text == "SMA";
        indicators::Params const params{{"period", whole(point, "n")},
                                        {"k_smooth", whole(point, "m1")},
                                        {"d_smooth", whole(point, "m2")},
                                        {"average", plain ? "sma" : "wilder"},
                                        {"seed", "sma"}};
        auto const columns = indicators::compute("kdj", params, bars.bars());
        auto const at = static_cast<std::size_t>(point.at("index").value());
        for (auto const* name : {"k", "d", "j"}) {
            report.compare_value(file, fmt::format("{} {} row {}", point.at("arm").text, name, at),
                                 point.at(name).value(), output_named(columns, name).at(at),
                                 tolerance);
        }
    }
}

}  // namespace

void run_points(Report& report) {
    run_regression(report);
    run_kdj(report);
}

}  // namespace ec::golden
