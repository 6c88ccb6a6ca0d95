#pragma once

#include <ec/indicators/conventions.hpp>

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Indicators by name, for the command line, Python and the expression language. Every kernel of
// the module stands here with its parameters; the typed headers are the same functions.

namespace ec::indicators {

enum class Column : std::uint8_t { open, high, low, close, volume };
[[nodiscard]] std::string_view to_string(Column column) noexcept;

enum class ParamType : std::uint8_t { integer, real, choice };
[[nodiscard]] std::string_view to_string(ParamType type) noexcept;

struct ParamSpec {
    std::string name;
    ParamType type = ParamType::integer;
    std::string default_value;
    double minimum = 0;                // integer and real
    double maximum = 0;                // integer and real
    std::vector<std::string> choices;  // choice
    std::vector<std::string> aliases;  // other names that are understood ("length" for "period")
};

struct IndicatorSpec {
    std::string name;
    std::vector<std::string> aliases;
    std::string title;
    std::string group;           // averages, momentum, trend, bands, volume, prices
    std::vector<Column> inputs;  // one series of values is listed as close
    std::vector<ParamSpec> parameters;
    std::vector<std::string> outputs;
    std::string warm_up;  // rows before every output is defined, in words of the parameters
    std::string formula;
    std::string source;
};

/// All indicators, ordered by name. Lives as long as the process.
[[nodiscard]] std::span<IndicatorSpec const> list_indicators();

/// By name or alias; null when there is none.
[[nodiscard]] IndicatorSpec const* find_indicator(std::string_view name);
/// By name or alias. Throws invalid_input ("indicators.unknown") naming the nearest names.
[[nodiscard]] IndicatorSpec const& get_indicator(std::string_view name);

/// Bars in columns; those an indicator does not read may be empty.
struct Columns {
    Input open;
    Input high;
    Input low;
    Input close;
    Input volume;
};

struct NamedColumn {
    std::string name;
    std::vector<double> values;
};

using Params = std::map<std::string, std::string, std::less<>>;

/// Runs an indicator; parameters not given take their defaults. Throws invalid_input:
/// "indicators.unknown", "indicators.unknown_parameter" (with the nearest names),
/// "indicators.bad_parameter" (not a number, out of range, not one of the choices),
/// "indicators.missing_column" (a column it reads is empty although others are not),
/// "indicators.length_mismatch".
[[nodiscard]] std::vector<NamedColumn> compute(std::string_view name, Params const& params,
                                               Columns const& columns);

/// Rows before every output is defined, for these parameters (bars without NaN).
/// Throws as compute. -1: depends on the bars (assumed_rising SAR).
[[nodiscard]] int warm_up_rows(std::string_view name, Params const& params);

}  // namespace ec::indicators
