#include "../frontend.hpp"
#include "../text_table.hpp"
#include "commands.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/indicators/registry.hpp>
#include <ec/market/csv.hpp>

#include <wire/wire.hpp>

#include <charconv>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

namespace ec::admin {
namespace {

constexpr std::size_t max_csv = std::size_t{256} * 1024 * 1024;

struct Options {
    std::string name;
    std::vector<std::string> params;
    std::string csv_file;
};

void list_indicators(Frontend const& frontend) {
    if (frontend.form == OutputForm::json) return frontend.print(wire::render_indicator_list());
    TextTable table({"name", "parameters", "outputs", "title"});
    for (auto const& spec : indicators::list_indicators()) {
        std::string params, outputs;
        for (auto const& param : spec.parameters)
            params += (params.empty() ? "" : " ") + param.name + "=" + param.default_value;
        for (auto const& output : spec.outputs) outputs += (outputs.empty() ? "" : " ") + output;
        table.add({spec.name, params, outputs, spec.title});
    }
    frontend.print(frontend.form == OutputForm::csv ? table.render_csv() : table.render_text());
}

indicators::Params parse_params(std::vector<std::string> const& given) {
    indicators::Params params;
    for (auto const& item : given) {
        auto const equals = item.find('=');
        if (equals == std::string::npos)
            throw invalid_field("indicators.syntax", "--param", item, "has no value",
                                "Write --param length=20.");
        params[item.substr(0, equals)] = item.substr(equals + 1);
    }
    return params;
}

// Columns of a plain CSV by their heading; an empty cell is NaN.
struct CsvColumns {
    std::vector<std::string> date;
    std::map<std::string, std::vector<double>, std::less<>> values;
};

double parse_cell(std::string const& cell, std::size_t line, std::string const& heading) {
    if (cell.empty()) return std::nan("");
    double value = 0;
    auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size())
        throw invalid_field("csv.number", heading, cell.substr(0, 40),
                            fmt::format("not a number in line {}", line), "Mend the cell.");
    return value;
}

CsvColumns read_columns(std::string const& bytes) {
    CsvColumns columns;
    market::CsvReader reader(bytes, {});
    auto const first = reader.next();
    if (!first)
        throw invalid_field("csv.empty", "--csv", "", "no heading line",
                            "Give open, high, low, close and volume columns.");
    std::vector<std::string> heading = first->cells;
    for (auto& name : heading)
        for (char& c : name)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    while (auto const record = reader.next()) {
        if (record->damage != market::CsvRecord::Damage::none ||
            record->cells.size() != heading.size())
            throw invalid_field("csv.malformed", "--csv", std::string(record->text.substr(0, 40)),
                                fmt::format("line {} has {} cells, the heading {}", record->line,
                                            record->cells.size(), heading.size()),
                                "Mend the line.");
        for (std::size_t c = 0; c < heading.size(); ++c) {
            auto const& name = heading[c];
            if (name == "date")
                columns.date.push_back(record->cells[c]);
            else if (name == "open" || name == "high" || name == "low" || name == "close" ||
                     name == "volume")
                columns.values[name].push_back(parse_cell(record->cells[c], record->line, name));
        }
    }
    return columns;
}

void compute(Frontend const& frontend, Options const& options) {
    auto columns = read_columns(read_file(options.csv_file, max_csv));
    auto const input = [&](char const* name) -> indicators::Input { return columns.values[name]; };
    auto const result = indicators::compute(
        options.name, parse_params(options.params),
        {input("open"), input("high"), input("low"), input("close"), input("volume")});
    std::size_t const rows = result.empty() ? 0 : result.front().values.size();
    if (frontend.form == OutputForm::json) {
        JsonWriter w;
        w.begin_object()
            .member("name", options.name)
            .member("rows", static_cast<std::int64_t>(rows));
        w.key("columns").begin_object();
        for (auto const& column : result) {
            w.key(column.name).begin_array();
            for (double const value : column.values) w.value(value);
            w.end_array();
        }
        return frontend.print(w.end_object().end_object().take());
    }
    std::vector<std::string> heading{"date"};
    for (auto const& column : result) heading.push_back(column.name);
    TextTable table(heading, std::vector<Align>(heading.size(), Align::right));
    for (std::size_t i = 0; i < rows; ++i) {
        std::vector<std::string> cells{i < columns.date.size() ? columns.date[i]
                                                               : std::to_string(i)};
        for (auto const& column : result)
            cells.push_back(std::isnan(column.values[i]) ? ""
                                                         : fmt::format("{}", column.values[i]));
        table.add(std::move(cells));
    }
    frontend.print(frontend.form == OutputForm::csv ? table.render_csv() : table.render_text());
}

}  // namespace

void add_indicators(CLI::App& app, Frontend& frontend, Outcome&) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("indicators", "The indicators by name");
    command->require_subcommand(1);
    command->add_subcommand("list", "Names, parameters and outputs")->callback([&frontend] {
        list_indicators(frontend);
    });
    auto* one = command->add_subcommand("compute", "Compute one on a CSV of bars; no store");
    one->add_option("name", options->name)->required();
    one->add_option("--param", options->params, "name=value, repeatable");
    one->add_option("--csv", options->csv_file, "CSV with open,high,low,close,volume")->required();
    one->callback([&frontend, options] { compute(frontend, *options); });
}

}  // namespace ec::admin
