#include <ec/indicators/registry.hpp>

#include "registry_entry.hpp"

#include <ec/base/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace ec::indicators {
namespace {

std::vector<Entry> const& entries() {
    static std::vector<Entry> const all = [] {
        std::vector<Entry> list;
        add_averages(list);
        add_momentum(list);
        add_stochastics(list);
        add_trend(list);
        add_bands(list);
        add_volume(list);
        std::sort(list.begin(), list.end(),
                  [](Entry const& a, Entry const& b) { return a.spec.name < b.spec.name; });
        return list;
    }();
    return all;
}

bool is_called(IndicatorSpec const& spec, std::string_view name) {
    return spec.name == name ||
           std::find(spec.aliases.begin(), spec.aliases.end(), name) != spec.aliases.end();
}

Entry const* find_entry(std::string_view name) {
    for (Entry const& entry : entries()) {
        if (is_called(entry.spec, name)) return &entry;
    }
    return nullptr;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t const cost = a[i - 1] == b[j - 1] ? 0 : 1;
            std::size_t const best = std::min({row[j] + 1, row[j - 1] + 1, diagonal + cost});
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[b.size()];
}

/// The three nearest names, nearest first.
std::string nearest(std::string_view wanted, std::vector<std::string> names) {
    std::stable_sort(names.begin(), names.end(), [&](auto const& a, auto const& b) {
        return edit_distance(wanted, a) < edit_distance(wanted, b);
    });
    names.resize(std::min<std::size_t>(names.size(), 3));
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Names come from outside: shown short and printable.
std::string shown(std::string_view text) {
    std::string out(text.substr(0, 64));
    for (char& c : out) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    }
    return out;
}

Entry const& get_entry(std::string_view name) {
    if (Entry const* entry = find_entry(name)) return *entry;
    std::vector<std::string> names;
    for (Entry const& entry : entries()) {
        names.push_back(entry.spec.name);
        names.insert(names.end(), entry.spec.aliases.begin(), entry.spec.aliases.end());
    }
    throw invalid_field("indicators.unknown", "indicator", shown(name),
                        "there is no indicator of this name",
                        fmt::format("nearest names: {}", nearest(shown(name), std::move(names))));
}

ParamSpec const& get_param(IndicatorSpec const& spec, std::string_view name) {
    std::vector<std::string> names;
    for (ParamSpec const& param : spec.parameters) {
        if (param.name == name ||
            std::find(param.aliases.begin(), param.aliases.end(), name) != param.aliases.end()) {
            return param;
        }
        names.push_back(param.name);
    }
    std::string const remedy = names.empty() ? fmt::format("{} takes no parameters", spec.name)
                                             : "its parameters: " + nearest(shown(name), names);
    throw invalid_field("indicators.unknown_parameter", shown(name), "",
                        fmt::format("{} has no parameter of this name", spec.name), remedy);
}

[[noreturn]] void refuse(ParamSpec const& param, std::string_view text, std::string problem,
                         std::string remedy) {
    throw invalid_field("indicators.bad_parameter", param.name, shown(text), std::move(problem),
                        std::move(remedy));
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    auto const* const end = text.data() + text.size();
    auto const result = std::from_chars(text.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(value)) return std::nullopt;
    return value;
}

double parse_value(ParamSpec const& param, std::string_view text) {
    if (param.type == ParamType::choice) {
        auto const found = std::find(param.choices.begin(), param.choices.end(), text);
        if (found == param.choices.end()) {
            refuse(param, text, "is not one of the choices",
                   fmt::format("one of {}", fmt::join(param.choices, ", ")));
        }
        return static_cast<double>(found - param.choices.begin());
    }
    std::optional<double> const value = parse_number(text);
    bool const whole = param.type == ParamType::integer;
    std::string const range = fmt::format("{} from {} to {}", whole ? "a whole number" : "a number",
                                          param.minimum, param.maximum);
    if (!value || (whole && std::floor(*value) != *value) || *value < param.minimum ||
        *value > param.maximum) {
        refuse(param, text, "must be " + range, "give " + range);
    }
    return *value;
}

Values read_params(IndicatorSpec const& spec, Params const& given) {
    std::vector<std::string> seen;
    Values values;
    for (auto const& [name, text] : given) {
        ParamSpec const& param = get_param(spec, name);
        double const value = parse_value(param, text);
        if (std::find(seen.begin(), seen.end(), param.name) != seen.end()) {
            refuse(param, text, "is given twice, once by another name", "give it once");
        }
        seen.push_back(param.name);
        values.set(param.name, value);
    }
    for (ParamSpec const& param : spec.parameters) {
        if (std::find(seen.begin(), seen.end(), param.name) == seen.end()) {
            values.set(param.name, parse_value(param, param.default_value));
        }
    }
    return values;
}

Input column_of(Columns const& columns, Column column) {
    switch (column) {
        case Column::open:
            return columns.open;
        case Column::high:
            return columns.high;
        case Column::low:
            return columns.low;
        case Column::close:
            return columns.close;
        case Column::volume:
            return columns.volume;
    }
    return {};
}

bool reads_one_series(IndicatorSpec const& spec) {
    return !spec.parameters.empty() && spec.parameters.back().name == "input";
}

/// The columns the call reads, all present and of one length.
std::size_t check_columns(IndicatorSpec const& spec, std::vector<Column> const& used,
                          Columns const& columns) {
    std::size_t longest = 0;
    for (Input column : {columns.open, columns.high, columns.low, columns.close, columns.volume}) {
        longest = std::max(longest, column.size());
    }
    for (Column column : used) {
        std::size_t const rows = column_of(columns, column).size();
        if (rows == longest) continue;
        if (rows == 0) {
            missing_column(spec.name, column);
        }
        throw Error(ErrorCode::invalid_input, "indicators.length_mismatch",
                    "The columns of an indicator call have different lengths; give columns of the "
                    "same number of rows.");
    }
    return longest;
}

}  // namespace

std::string_view to_string(Column column) noexcept {
    switch (column) {
        case Column::open:
            return "open";
        case Column::high:
            return "high";
        case Column::low:
            return "low";
        case Column::close:
            return "close";
        case Column::volume:
            return "volume";
    }
    return "";
}

std::string_view to_string(ParamType type) noexcept {
    switch (type) {
        case ParamType::integer:
            return "integer";
        case ParamType::real:
            return "real";
        case ParamType::choice:
            return "choice";
    }
    return "";
}

std::span<IndicatorSpec const> list_indicators() {
    static std::vector<IndicatorSpec> const specs = [] {
        std::vector<IndicatorSpec> list;
        for (Entry const& entry : entries()) list.push_back(entry.spec);
        return list;
    }();
    return specs;
}

IndicatorSpec const* find_indicator(std::string_view name) {
    for (IndicatorSpec const& spec : list_indicators()) {
        if (is_called(spec, name)) return &spec;
    }
    return nullptr;
}

IndicatorSpec const& get_indicator(std::string_view name) {
    if (IndicatorSpec const* spec = find_indicator(name)) return *spec;
    return get_entry(name).spec;
}

std::vector<NamedColumn> compute(std::string_view name, Params const& params,
                                 Columns const& columns) {
    Entry const& entry = get_entry(name);
    Values const values = read_params(entry.spec, params);
    std::vector<Column> used = entry.spec.inputs;
    Input series;
    if (reads_one_series(entry.spec)) {
        used = {values.choice<Column>("input")};
        series = column_of(columns, used.front());
    }
    std::size_t const rows = check_columns(entry.spec, used, columns);
    std::vector<NamedColumn> outputs;
    outputs.reserve(entry.spec.outputs.size());
    for (std::string const& output : entry.spec.outputs) {
        outputs.push_back({output, std::vector<double>(rows)});
    }
    Call call(values, columns, series, outputs);
    entry.run(call);
    return outputs;
}

int warm_up_rows(std::string_view name, Params const& params) {
    Entry const& entry = get_entry(name);
    return entry.warm_up(read_params(entry.spec, params));
}

}  // namespace ec::indicators
