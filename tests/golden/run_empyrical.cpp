#include "golden_data.hpp"
#include "golden_runs.hpp"

#include <ec/base/dates.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/returns.hpp>
#include <ec/indicators/risk.hpp>

#include <cmath>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>

namespace ec::golden {
namespace {

namespace in = ec::indicators;
using Column = std::vector<double>;

/// One case with its series looked up; `complete` is false when the case prints an input as text.
class Case {
  public:
    Case(Node const& document, Node const& item)
        : document_(document), args_(item.at("args")), metric_(item.at("metric").text) {}

    [[nodiscard]] std::string const& metric() const { return metric_; }

    [[nodiscard]] Node const& arg(std::string_view name) const { return args_.at(name); }

    [[nodiscard]] bool complete() const {
        for (auto const& [name, argument] : args_.members) {
            bool const printed =
                argument.kind == Node::Kind::text && argument.text.find('\n') != std::string::npos;
            if (printed && !is_simple_benchmark(argument.text)) return false;
        }
        return true;
    }

    [[nodiscard]] Column column(std::string_view name) const {
        return values(args_.at(name)).at("values").values();
    }

    [[nodiscard]] std::vector<Date> dates(std::string_view name) const {
        std::vector<Date> out;
        for (Node const& day : values(args_.at(name)).at("dates").items) {
            out.push_back(Date::parse(day.text, "date"));
        }
        return out;
    }

    /// r - a number, or - a series row by row.
    [[nodiscard]] Column less(Column r, std::string_view name) const {
        Node const& argument = args_.at(name);
        bool const number = argument.kind == Node::Kind::number;
        Column const other = number ? Column(r.size(), argument.value()) : column(name);
        for (std::size_t i = 0; i < r.size(); ++i) r[i] -= other.at(i);
        return r;
    }

    [[nodiscard]] double periods() const {
        Node const* period = args_.find("period");
        if (period == nullptr || period->text == "daily") return 252;
        return period->text == "weekly" ? 52 : 12;
    }

  private:
    /// The one table that is printed with all its digits: 0.00 and 0.01 in turn.
    [[nodiscard]] static bool is_simple_benchmark(std::string const& text) {
        return text.find("2000-02-06     0.01") != std::string::npos;
    }
    [[nodiscard]] Node const& values(Node const& argument) const {
        Node const* name = argument.find("series");
        return document_.at("series").at(name != nullptr ? name->text : "simple_benchmark");
    }

    Node const& document_;
    Node const& args_;
    std::string metric_;
};

in::CalendarPeriod calendar_period(std::string const& name) {
    if (name == "weekly") return in::CalendarPeriod::week;
    if (name == "monthly") return in::CalendarPeriod::month;
    return name == "quarterly" ? in::CalendarPeriod::quarter : in::CalendarPeriod::year;
}

std::optional<double> scalar(Case const& c) {
    std::string const& metric = c.metric();
    if (metric == "cum_returns_final") {
        double const start = c.arg("starting_value").value();
        double const total = in::total_return(c.column("returns"));
        return start == 0 ? total : start * (1.0 + total);
    }
    if (metric == "max_drawdown") {
        auto const fall = in::max_drawdown(c.column("returns"));
        return fall ? fall->depth : nan_value();
    }
    if (metric == "annual_return") {
        return in::annual_return(c.column("returns"), c.periods(), in::Annualised::compounded);
    }
    if (metric == "annual_volatility") {
        return in::volatility(c.column("returns"), {c.periods(), 1});
    }
    if (metric == "calmar_ratio") return in::calmar(c.column("returns"), c.periods());
    if (metric == "sharpe_ratio") {
        return in::sharpe(c.less(c.column("returns"), "risk_free"), {0, 252, 1});
    }
    if (metric == "downside_risk") {
        return in::downside_deviation(c.less(c.column("returns"), "required_return"),
                                      {0, c.periods(), in::DownsideRows::all});
    }
    if (metric == "beta") {
        Column const r = c.column("returns");
        Column b = c.column("benchmark");
        b.resize(r.size(), nan_value());  // empyrical aligns by date; all start on one day
        return in::beta(r, b);
    }
    if (metric == "up_capture") {
        return in::capture(c.column("returns"), c.column("factor_returns"), in::CaptureSide::up,
                           in::Capture::annualised, 252);
    }
    return std::nullopt;
}

std::optional<Column> vector(Case const& c) {
    std::string const& metric = c.metric();
    if (metric == "simple_returns") {
        Column const prices = c.column("prices");
        Column out(prices.size());
        in::simple_returns(prices, 1, out);
        out.erase(out.begin());
        return out;
    }
    if (metric == "cum_returns") {
        Column const returns = c.column("returns");
        Column out(returns.size());
        in::cumulative_returns(returns, c.arg("starting_value").value(), out);
        return out;
    }
    if (metric == "aggregate_returns") {
        Column out;
        for (auto const& row : in::aggregate_returns(c.dates("returns"), c.column("returns"),
                                                     calendar_period(c.arg("convert_to").text))) {
            out.push_back(row.value);
        }
        return out;
    }
    if (metric == "roll_max_drawdown") {
        Column const returns = c.column("returns");
        auto const window = static_cast<std::size_t>(c.arg("window").value());
        Column out;
        for (std::size_t i = 0; i + window <= returns.size(); ++i) {
            out.push_back(in::max_drawdown(in::Input(returns).subspan(i, window))->depth);
        }
        return out;
    }
    return std::nullopt;
}

double tolerance_of(Case const& c, Node const& item) {
    if (item.at("args").find("decimal_places") != nullptr) return 1e-2;
    bool const four = c.metric() == "cum_returns" || c.metric() == "cum_returns_final" ||
                      c.metric() == "simple_returns" || c.metric() == "roll_max_drawdown";
    return four ? 0.51e-4 : 1e-8;
}

}  // namespace

void run_empyrical(Report& report) {
    std::string const file = "risk/empyrical_cases.json";
    FileResult& row = report.file(file);
    row.authority = "empyrical";
    row.indicator = "returns and risk";
    Node const document = read_json(file);
    std::size_t printed = 0;
    std::size_t number = 0;
    for (Node const& item : document.at("cases").items) {
        Case const c(document, item);
        ++number;
        if (!c.complete()) {
            ++printed;
            continue;
        }
        Tolerance const tolerance{.absolute = tolerance_of(c, item)};
        std::string const what = fmt::format("{} (case {})", c.metric(), number);
        Node const& expected = item.at("expected");
        if (auto const value = scalar(c)) {
            report.compare_value(file, what, expected.value(), *value, tolerance);
        } else if (auto const values = vector(c)) {
            Column const wanted = expected.values();
            report.compare_value(file, what + " rows", static_cast<double>(wanted.size()),
                                 static_cast<double>(values->size()), {});
            for (std::size_t i = 0; i < std::min(wanted.size(), values->size()); ++i) {
                report.compare_value(file, fmt::format("{} row {}", what, i), wanted[i],
                                     (*values)[i], tolerance);
            }
        } else {
            row.failures.push_back(what + ": no such statistic here");
        }
    }
    if (printed > 0) {
        row.notes.push_back(fmt::format(
            "{} of {} cases print their input rounded to 6 decimals and are not compared", printed,
            number));
    }
}

}  // namespace ec::golden
