#include "facts.hpp"

#include "bindings.hpp"

#include <ec/analysis/facts.hpp>
#include <ec/analysis/probability_table.hpp>
#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/quality.hpp>

#include <span>
#include <vector>

#include <pybind11/numpy.h>
#include <pybind11/stl.h>

namespace py = pybind11;

namespace ec::python {
namespace {

using Days = py::array_t<std::int32_t, py::array::c_style>;
using Array = py::array_t<double, py::array::c_style>;

/// Bars of a frame that names no symbol: an index form no market lists. It is read by US rules.
constexpr char const* unnamed_symbol = "^FRAME";

std::vector<double> column(py::dict const& columns, char const* name, std::size_t rows) {
    if (!columns.contains(name)) return std::vector<double>(rows, nan_value());
    auto const array = columns[name].cast<Array>();
    EC_CHECK(static_cast<std::size_t>(array.size()) == rows);
    return {array.data(), array.data() + rows};
}

void check_order(std::vector<Date> const& days) {
    for (std::size_t i = 1; i < days.size(); ++i) {
        if (days[i - 1] < days[i]) continue;
        bool const twice = days[i - 1] == days[i];
        throw invalid_field(twice ? "frame.duplicate_day" : "frame.unordered", "index",
                            days[i].iso(), twice ? "the day is there twice" : "follows a later day",
                            twice ? "Give one row a session." : "Sort the frame: df.sort_index().");
    }
}

/// `head`: symbol, currency, source, basis, base_date as texts; all may be missing.
std::string text_of(py::dict const& head, char const* name) {
    return head.contains(name) ? head[name].cast<std::string>() : std::string();
}

market::PriceBasis basis_of(py::dict const& head) {
    std::string const text = text_of(head, "basis");
    if (text.empty()) return market::PriceBasis::raw;
    if (auto const basis = market::parse_price_basis(text)) return *basis;
    throw invalid_field("frame.basis", "basis", text, "is no price basis",
                        "One of raw, split_adjusted, adjusted.");
}

market::Series make_series(Days const& days, py::dict const& columns, py::dict const& head) {
    market::Series series;
    std::string const symbol = text_of(head, "symbol");
    series.symbol = market::Symbol::parse(symbol.empty() ? unnamed_symbol : symbol);
    series.source = text_of(head, "source");
    series.currency = text_of(head, "currency");
    if (series.currency.empty() && !symbol.empty())
        series.currency = market::currency_of(series.symbol.market());
    series.basis = basis_of(head);
    if (auto const base = text_of(head, "base_date"); !base.empty())
        series.base_date = Date::parse(base, "base_date");
    series.sample = text_of(head, "sample") == "1" ? 1 : 0;
    auto const rows = static_cast<std::size_t>(days.size());
    auto& bars = series.bars;
    bars.date.reserve(rows);
    for (std::int32_t day : std::span(days.data(), rows)) bars.date.emplace_back(day);
    check_order(bars.date);
    bars.open = column(columns, "open", rows);
    bars.high = column(columns, "high", rows);
    bars.low = column(columns, "low", rows);
    bars.close = column(columns, "close", rows);
    bars.volume = column(columns, "volume", rows);
    bars.amount = column(columns, "amount", rows);
    bars.previous_close = column(columns, "previous_close", rows);
    bars.turnover_pct = column(columns, "turnover_pct", rows);
    bars.flags.assign(rows, 0);
    return series;
}

void check(market::Series& series, market::InstrumentKind kind) {
    market::check_bars(series.bars, {series.symbol, kind, series.basis, series.actions});
}

bool is_unnamed(market::Symbol const& symbol) { return symbol.text() == unnamed_symbol; }

market::InstrumentKind kind_of(market::Symbol const& symbol) {
    return is_unnamed(symbol) ? market::InstrumentKind::stock : market::kind_by_code(symbol);
}

Sheet compute_sheet(Days const& days, py::dict const& columns, py::dict const& head,
                    std::optional<std::string> const& as_of, std::int32_t horizon,
                    std::optional<py::tuple> const& benchmark) {
    auto series = make_series(days, columns, head);
    std::optional<market::Series> other;
    if (benchmark)
        other = make_series((*benchmark)[0].cast<Days>(), (*benchmark)[1].cast<py::dict>(),
                            (*benchmark)[2].cast<py::dict>());
    if (series.bars.empty())
        throw Error(ErrorCode::not_found, "facts.no_bars",
                    "The frame has no rows. Give at least one session.");
    analysis::FactInput input;
    input.as_of = read_day(as_of, "as_of").value_or(series.bars.date.back());
    input.horizon = horizon;
    input.instrument.kind = kind_of(series.symbol);
    input.series = &series;
    if (other) input.benchmark = &*other;
    // A table counts the windows of a market: without a symbol there is none to look up.
    if (!is_unnamed(series.symbol)) input.table = &analysis::shipped_probability_table();
    py::gil_scoped_release const unlocked;
    check(series, input.instrument.kind);
    if (other) check(*other, kind_of(other->symbol));
    return Sheet(analysis::compute_facts(input));
}

py::object value_of(analysis::Fact const& fact) {
    if (!fact.present()) return py::none();
    if (fact.date) return to_python(*fact.date);
    if (fact.value) return py::float_(*fact.value);
    return py::str(fact.text);
}

/// One fact as the tuple that equitycompass.Fact is made of.
py::tuple to_tuple(analysis::Fact const& fact) {
    py::object window = py::none();
    if (fact.window_first && fact.window_last)
        window = py::make_tuple(to_python(*fact.window_first), to_python(*fact.window_last));
    py::object const absent = fact.present() ? py::none().cast<py::object>() : py::str(fact.absent);
    return py::make_tuple(fact.id, value_of(fact), std::string(analysis::to_string(fact.unit)),
                          window, fact.bars, fact.formula, absent, fact.text);
}

py::list facts_of(Sheet const& sheet) {
    py::list out;
    for (auto const& fact : sheet.sheet.facts) out.append(to_tuple(fact));
    return out;
}

py::dict head_of(Sheet const& held) {
    auto const& sheet = held.sheet;
    py::dict out;
    out["symbol"] =
        is_unnamed(sheet.symbol) ? py::none().cast<py::object>() : py::cast(sheet.symbol.text());
    out["as_of"] = to_python(sheet.as_of);
    out["currency"] = sheet.currency;
    out["benchmark"] = sheet.benchmark;
    out["source"] = sheet.source;
    out["basis"] = std::string(market::to_string(sheet.basis));
    out["sample"] = sheet.sample;
    out["horizon"] = sheet.horizon;
    out["name_en"] = sheet.name_en;
    out["name_zh"] = sheet.name_zh;
    return out;
}

}  // namespace

void bind_facts(py::module_& module) {
    py::class_<Sheet>(module, "Sheet")
        .def("facts", &facts_of)
        .def("head", &head_of)
        .def("json", [](Sheet const& held) { return analysis::render_facts_json(held.sheet); });
    module.def("parse_sheet",
               [](std::string const& json) { return Sheet(analysis::parse_facts_json(json)); });
    module.def("compute_sheet", &compute_sheet, py::arg("days"), py::arg("columns"),
               py::arg("head"), py::arg("as_of"), py::arg("horizon"), py::arg("benchmark"));
}

}  // namespace ec::python
