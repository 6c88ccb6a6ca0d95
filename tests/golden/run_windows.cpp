#include "golden_data.hpp"
#include "golden_runs.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/returns.hpp>
#include <ec/indicators/risk.hpp>

#include <functional>

namespace ec::golden {
namespace {

namespace in = ec::indicators;
using Column = std::vector<double>;

/// statistic(first row, last row + 1) of every full window; NaN before.
Column rolling(std::size_t n, std::size_t window,
               std::function<double(std::size_t, std::size_t)> const& statistic) {
    Column out(n, nan_value());
    for (std::size_t end = window; end <= n; ++end) out[end - 1] = statistic(end - window, end);
    return out;
}

Column returns_of(Column const& prices) {
    Column out(prices.size());
    in::simple_returns(prices, 1, out);
    return out;
}

in::Input part(Column const& values, std::size_t begin, std::size_t end) {
    return in::Input(values).subspan(begin, end - begin);
}

void log_return(Report& report) {
    std::string const file = "indicators/lean/log_return_14.csv";
    Csv const table = read_csv(file);
    Column out(table.rows());
    in::log_returns(table.col("close"), 14, out);
    report.file(file).authority = "lean";
    report.file(file).indicator = "log_returns";
    report.compare(file, "logr", table.col("logr"), out, {.absolute = 1e-3});
}

void rolling_sharpe(Report& report) {
    std::string const file = "indicators/lean/sharpe_10.csv";
    Csv const table = read_csv(file);
    Column const r = returns_of(table.col("close"));
    auto const statistic = [&](std::size_t b, std::size_t e) {
        return in::sharpe(part(r, b, e), {.risk_free = 0, .periods = 1, .ddof = 0});
    };
    report.file(file).authority = "lean";
    report.file(file).indicator = "sharpe";
    report.compare(file, "sharpe", table.col("sharpe"), rolling(r.size(), 10, statistic),
                   {.absolute = 1e-3}, 11);
}

void rolling_var(Report& report) {
    std::string const file = "indicators/lean/var_99_95_90_252.csv";
    Csv const table = read_csv(file);
    Column const r = returns_of(table.col("close"));
    report.file(file).authority = "lean";
    report.file(file).indicator = "parametric_var";
    struct Tail {
        char const* column;
        double tail;
    };
    for (Tail const t : {Tail{"var_99", 0.01}, Tail{"var_95", 0.05}, Tail{"var_90", 0.10}}) {
        auto const statistic = [&](std::size_t b, std::size_t e) {
            return in::parametric_var(part(r, b, e), t.tail, in::ParametricVar::normal, 1);
        };
        report.compare(file, t.column, table.col(t.column), rolling(r.size(), 252, statistic),
                       {.absolute = 1e-3}, 252);
    }
}

void rolling_beta(Report& report) {
    std::string const file = "indicators/lean/beta_5_amzn_spx.csv";
    Csv const table = read_csv(file);
    Column asset;
    Column market;
    Column expected;
    for (std::size_t i = 0; i < table.rows(); ++i) {
        double const close = table.col("close")[i];
        if (table.text("symbol")[i] == "AMZN") {
            asset.push_back(close);
        } else {
            market.push_back(close);
            expected.push_back(table.col("beta")[i]);
        }
    }
    asset.resize(market.size());
    Column const r = returns_of(asset);
    Column const b = returns_of(market);
    auto const statistic = [&](std::size_t begin, std::size_t end) {
        return in::beta(part(r, begin, end), part(b, begin, end));
    };
    report.file(file).authority = "lean";
    report.file(file).indicator = "beta";
    report.compare(file, "beta", expected, rolling(r.size(), 5, statistic), {.absolute = 1e-4}, 6);
}

void price_correlation(Report& report) {
    std::string const folder = "indicators/stock_indicators/";
    std::string const file = folder + "correlation_20_spy_tsla.csv";
    report.file(folder + "input_tsla_2017_2018.csv").input_of = "bars";
    report.file(file).authority = "stock_indicators";
    report.file(file).indicator = "correlation";
    Csv const expected = read_csv(file);
    Column const spy = read_csv(folder + "input_spy_2017_2018.csv").col("close");
    Column const tsla = read_csv(folder + "input_tsla_2017_2018.csv").col("close");
    Column const got = rolling(spy.size(), 20, [&](std::size_t b, std::size_t e) {
        return in::correlation(part(spy, b, e), part(tsla, b, e));
    });
    Column squared = got;
    for (double& x : squared) x *= x;
    Tolerance const spreadsheet{.relative = 1e-8, .rounding = 0.51e-10};
    report.compare(file, "correlation", expected.col("correlation"), got, spreadsheet);
    report.compare(file, "r_squared", expected.col("r_squared"), squared, spreadsheet);
}

}  // namespace

void run_windows(Report& report) {
    log_return(report);
    rolling_sharpe(report);
    rolling_var(report);
    rolling_beta(report);
    price_correlation(report);
}

}  // namespace ec::golden
