#include "golden_data.hpp"
#include "golden_runs.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/returns.hpp>
#include <ec/indicators/risk.hpp>

#include <cmath>
#include <functional>
#include <map>

#include <fmt/format.h>

namespace ec::golden {
namespace {

namespace in = ec::indicators;
using Column = std::vector<double>;

struct Metric {
    std::string name;
    std::string params;
    double expected = 0;
};

double depth_of(Column const& r) {
    auto const worst = in::max_drawdown(r);
    return worst ? worst->depth : nan_value();
}

using Statistic = std::function<double(Column const&, Column const&, double)>;

/// PerformanceAnalytics, by "metric|params"; the scale replaces what stands after "scale=".
std::map<std::string, Statistic> performance_analytics() {
    using C = Column const&;
    auto const both = in::Annualised::compounded;
    return {
        {"cumulative_return|geometric", [](C r, C, double) { return in::total_return(r); }},
        {"annualized_return|geometric",
         [=](C r, C, double n) { return in::annual_return(r, n, both); }},
        {"annualized_return|arithmetic",
         [](C r, C, double n) { return in::annual_return(r, n, in::Annualised::arithmetic); }},
        {"stddev|ddof=1", [](C r, C, double) { return in::deviation(r, 1); }},
        {"annualized_stddev|",
         [](C r, C, double n) {
             return in::volatility(r, {n, 1});
         }},
        {"sharpe|Rf=0,per period",
         [](C r, C, double) {
             return in::sharpe(r, {0, 1, 1});
         }},
        {"downside_deviation|MAR=0,full",
         [](C r, C, double) {
             return in::downside_deviation(r, {0, 1, in::DownsideRows::all});
         }},
        {"downside_deviation|MAR=0,subset",
         [](C r, C, double) {
             return in::downside_deviation(r, {0, 1, in::DownsideRows::below});
         }},
        {"max_drawdown|positive,geometric", [](C r, C, double) { return -depth_of(r); }},
        {"calmar|", [](C r, C, double n) { return in::calmar(r, n); }},
        {"ulcer_index|", [](C r, C, double) { return in::ulcer_index(r, 0); }},
        {"omega|L=0", [](C r, C, double) { return in::omega(r, 0); }},
        {"var|p=0.95,historical,negative=loss",
         [](C r, C, double) { return in::historical_var(r, 0.05, in::Percentile::linear); }},
        {"var|p=0.99,historical,negative=loss",
         [](C r, C, double) { return in::historical_var(r, 0.01, in::Percentile::linear); }},
        {"var|p=0.95,gaussian,negative=loss",
         [](C r, C, double) { return in::parametric_var(r, 0.05, in::ParametricVar::normal, 0); }},
        {"var|p=0.99,gaussian,negative=loss",
         [](C r, C, double) { return in::parametric_var(r, 0.01, in::ParametricVar::normal, 0); }},
        {"var|p=0.95,modified,negative=loss",
         [](C r, C, double) {
             return in::parametric_var(r, 0.05, in::ParametricVar::modified, 0);
         }},
        {"var|p=0.99,modified,negative=loss",
         [](C r, C, double) {
             return in::parametric_var(r, 0.01, in::ParametricVar::modified, 0);
         }},
        {"skewness|moment", [](C r, C, double) { return in::skewness(r, in::Skewness::moment); }},
        {"beta|Rf=0", [](C r, C b, double) { return in::beta(r, b); }},
        {"alpha|Rf=0,per period", [](C r, C b, double) { return in::alpha(r, b, 1); }},
        {"correlation|pearson", [](C r, C b, double) { return in::correlation(r, b); }},
        {"up_capture|arithmetic",
         [](C r, C b, double n) {
             return in::capture(r, b, in::CaptureSide::up, in::Capture::arithmetic, n);
         }},
        {"up_capture|geometric",
         [](C r, C b, double n) {
             return in::capture(r, b, in::CaptureSide::up, in::Capture::geometric, n);
         }},
    };
}

std::map<std::string, Statistic> empyrical() {
    using C = Column const&;
    return {
        {"cum_returns_final", [](C r, C, double) { return in::total_return(r); }},
        {"annual_return_252",
         [](C r, C, double n) { return in::annual_return(r, n, in::Annualised::compounded); }},
        {"annual_volatility_252",
         [](C r, C, double n) {
             return in::volatility(r, {n, 1});
         }},
        {"max_drawdown", [](C r, C, double) { return depth_of(r); }},
        {"sharpe_rf0",
         [](C r, C, double n) {
             return in::sharpe(r, {0, n, 1});
         }},
        {"calmar", [](C r, C, double n) { return in::calmar(r, n); }},
        {"omega_mar0", [](C r, C, double) { return in::omega(r, 0); }},
        {"var_5pct",
         [](C r, C, double) { return in::historical_var(r, 0.05, in::Percentile::linear); }},
        {"beta", [](C r, C b, double) { return in::beta(r, b); }},
    };
}

std::map<std::string, Statistic> quantstats() {
    using C = Column const&;
    auto const extreme = [](double tail) {
        return
            [tail](C r, C, double) { return in::historical_var(r, tail, in::Percentile::linear); };
    };
    return {
        {"comp", [](C r, C, double) { return in::total_return(r); }},
        {"cagr_252",
         [](C r, C, double n) { return in::annual_return(r, n, in::Annualised::compounded); }},
        {"volatility_252",
         [](C r, C, double n) {
             return in::volatility(r, {n, 1});
         }},
        {"sharpe_252",
         [](C r, C, double n) {
             return in::sharpe(r, {0, n, 1});
         }},
        {"max_drawdown", [](C r, C, double) { return depth_of(r); }},
        {"calmar", [](C r, C, double n) { return in::calmar(r, n); }},
        {"ulcer_index", [](C r, C, double) { return in::ulcer_index(r, 1); }},
        {"var_95",
         [](C r, C, double) { return in::parametric_var(r, 0.05, in::ParametricVar::normal, 1); }},
        {"win_rate", [](C r, C, double) { return in::win_loss(r).win_rate; }},
        {"avg_win", [](C r, C, double) { return in::win_loss(r).average_win; }},
        {"avg_loss", [](C r, C, double) { return in::win_loss(r).average_loss; }},
        {"payoff_ratio", [](C r, C, double) { return in::win_loss(r).payoff_ratio; }},
        {"profit_factor", [](C r, C, double) { return in::win_loss(r).profit_factor; }},
        {"skew", [](C r, C, double) { return in::skewness(r, in::Skewness::adjusted); }},
        {"best", extreme(1.0)},
        {"worst", extreme(0.0)},
        {"r_squared",
         [](C r, C b, double) { return in::correlation(r, b) * in::correlation(r, b); }},
        {"beta", [](C r, C b, double) { return in::beta(r, b); }},
    };
}

std::string without_scale(std::string params) {
    std::size_t const at = params.find("scale=");
    if (at == std::string::npos) return params;
    params.resize(at);
    if (!params.empty() && params.back() == ',') params.pop_back();
    return params;
}

void check(Report& report, std::string const& file, std::string const& what,
           std::map<std::string, Statistic> const& table, std::string const& key, double expected,
           Csv const& returns, char const* own, char const* other, double scale, Tolerance t) {
    auto const found = table.find(key);
    if (found == table.end()) {
        report.file(file).failures.push_back(what + ": no statistic for " + key);
        return;
    }
    report.compare_value(file, fmt::format("{} {}", what, key), expected,
                         found->second(returns.col(own), returns.col(other), scale), t);
}

void compare_falls(Report& report, std::string const& file, std::string const& name,
                   Csv const& returns, Node const& expected) {
    auto const falls = in::drawdowns(returns.col("asset"));
    auto const& dates = returns.text("date");
    for (std::size_t i = 0; i < expected.items.size(); ++i) {
        Node const& row = expected.items[i];
        in::Drawdown const& fall = falls.at(i);
        double const depth = std::stod(row.at("Depth").text);
        report.compare_value(file, fmt::format("{} drawdown {} depth", name, i), depth, fall.depth,
                             {.absolute = 0.51e-4});
        std::string const to = fall.recovery ? dates[*fall.recovery] : "NA";
        bool const same = row.at("From").text == dates[fall.begin] &&
                          row.at("Trough").text == dates[fall.trough] && row.at("To").text == to;
        report.compare_value(file, fmt::format("{} drawdown {} dates", name, i), 1.0,
                             same ? 1.0 : 0.0, {});
    }
}

void run_price_metrics(Report& report) {
    std::string const file = "risk/price_return_metrics.json";
    report.file(file).authority = "PerformanceAnalytics, empyrical, quantstats";
    report.file(file).indicator = "returns and risk";
    Tolerance const tolerance{.relative = 1e-9};
    Node const document = read_json(file);
    for (auto const& [name, data] : document.at("datasets").members) {
        std::string const returns_file = "risk/" + data.at("file").text;
        report.file(returns_file).input_of = "returns";
        Csv const returns = read_csv(returns_file);
        auto const one = [&](std::map<std::string, Statistic> const& table, std::string const& key,
                             double expected, std::string const& who) {
            // The file rounds returns to 12 decimals; the programs saw all digits, R the rounded.
            Tolerance const t = who == "R" ? tolerance : Tolerance{.relative = 1e-8};
            check(report, file, name, table, key, expected, returns, "asset", "benchmark", 252, t);
        };
        for (Node const& item : data.at("performanceanalytics").items) {
            std::string const key =
                item.at("metric").text + "|" + without_scale(item.at("params").text);
            one(performance_analytics(), key, item.at("value").value(), "R");
        }
        for (auto const& [key, value] : data.at("empyrical").members) {
            one(empyrical(), key, value.value(), "empyrical");
        }
        for (auto const& [key, value] : data.at("quantstats").members) {
            one(quantstats(), key, value.value(), "quantstats");
        }
        if (Node const* falls = data.find("worst_drawdowns")) {
            compare_falls(report, file, name, returns, *falls);
        }
    }
}

std::map<std::string, Statistic> bacon_documented() {
    using C = Column const&;
    return {
        {"MartinRatio|Rf=0", [](C r, C, double n) { return in::martin(r, n); }},
        {"UpsideFrequency|MAR=0.005",
         [](C r, C, double) { return in::upside_frequency(r, 0.005); }},
        {"DownsideFrequency|MAR=0.005",
         [](C r, C, double) { return in::downside_frequency(r, 0.005); }},
        {"MeanAbsoluteDeviation|", [](C r, C, double) { return in::mean_absolute_deviation(r); }},
        {"DownsideDeviation|MAR=0.005",
         [](C r, C, double) {
             return in::downside_deviation(r, {0.005, 1});
         }},
        {"OmegaSharpeRatio|MAR=0.005", [](C r, C, double) { return in::omega(r, 0.005) - 1.0; }},
        {"PainIndex|", [](C r, C, double) { return in::pain_index(r); }},
    };
}

void run_bacon(Report& report) {
    std::string const file = "risk/bacon_metrics.json";
    report.file("risk/portfolio_bacon.csv").input_of = "returns";
    FileResult& row = report.file(file);
    row.authority = "Bacon, PerformanceAnalytics";
    row.indicator = "returns and risk";
    Csv const returns = read_csv("risk/portfolio_bacon.csv");
    Node const document = read_json(file);
    double const scale = document.at("scale").value();
    for (Node const& item : document.at("computed_by_performanceanalytics").items) {
        check(report, file, "computed", performance_analytics(),
              item.at("metric").text + "|" + without_scale(item.at("params").text),
              item.at("value").value(), returns, "portfolio", "benchmark", scale,
              {.relative = 1e-9});
    }
    auto const known = bacon_documented();
    for (Node const& item : document.at("documented").items) {
        std::string const key = item.at("metric").text + "|" + item.at("params").text;
        if (!known.contains(key)) {
            row.notes.push_back(key + " left to the engine issue");
            continue;
        }
        double const expected = item.at("expected").value();
        // Half a unit of the last printed digit.
        double digits = 1.0;
        while (digits > 1e-7 &&
               std::fabs(expected / digits - std::round(expected / digits)) > 1e-6) {
            digits /= 10.0;
        }
        check(report, file, "documented", known, key, expected, returns, "portfolio", "benchmark",
              scale, {.absolute = 0.5001 * digits});
    }
}

void run_percentiles(Report& report) {
    std::string const file = "risk/var_percentile_cases.json";
    report.file(file).authority = "empyrical";
    report.file(file).indicator = "historical_var";
    Node const document = read_json(file);
    for (Node const& item : document.at("cases").items) {
        Column const returns = item.at("returns").values();
        report.compare_value(
            file, "percentile", item.at("expected").value(),
            in::historical_var(returns, item.at("cutoff").value(), in::Percentile::linear),
            {.absolute = 1e-8});
    }
}

void run_volatility(Report& report) {
    std::map<std::string, in::VolatilityMethod> const methods{
        {"vol_close_20", in::VolatilityMethod::close},
        {"vol_parkinson_20", in::VolatilityMethod::parkinson},
        {"vol_garman_klass_20", in::VolatilityMethod::garman_klass},
        {"vol_rogers_satchell_20", in::VolatilityMethod::rogers_satchell},
        {"vol_gk_yz_20", in::VolatilityMethod::gk_yang_zhang},
        {"vol_yang_zhang_20", in::VolatilityMethod::yang_zhang}};
    report.file("indicators/ttr/manifest.json").input_of = "definitions";
    for (auto const* symbol : {"AAPL", "0700.HK"}) {
        std::string const file = fmt::format("indicators/ttr/{}_ttr.csv", symbol);
        report.file(file).authority = "TTR";
        report.file(file).indicator = "rolling_volatility";
        Csv const bars = read_csv(fmt::format("indicators/talib/{}_input.csv", symbol));
        Csv const expected = read_csv(file);
        for (auto const& [column, method] : methods) {
            Column out(bars.rows());
            in::rolling_volatility(bars.col("open"), bars.col("high"), bars.col("low"),
                                   bars.col("close"), {.method = method}, out);
            report.compare(file, column, expected.col(column), out,
                           {.relative = 1e-8, .rounding = 0.51e-12});
        }
    }
}

}  // namespace

void run_risk(Report& report) {
    run_price_metrics(report);
    run_bacon(report);
    run_percentiles(report);
    run_volatility(report);
}

}  // namespace ec::golden
