#include "measures.hpp"

#include "returns.hpp"

#include <ec/base/math.hpp>
#include <ec/indicators/volume.hpp>

#include <cmath>
#include <vector>

namespace ec::analysis {
namespace {

constexpr std::size_t average_rows = 20;
constexpr std::size_t ratio_rows = 5;
constexpr std::size_t mfi_rows = 14;

/// The rows that traded; volume facts know no others.
struct VolumeRows {
    std::vector<Date> date;
    std::vector<double> high;
    std::vector<double> low;
    std::vector<double> close;
    std::vector<double> volume;
    bool on_session = false;  // the session described is among them
};

VolumeRows volume_rows(market::Bars const& bars) {
    VolumeRows rows;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        bool const marked = market::has(bars.flags[i], market::BarFlag::zero_volume);
        rows.on_session = !marked && bars.volume[i] > 0;
        if (!rows.on_session) continue;
        rows.date.push_back(bars.date[i]);
        rows.high.push_back(bars.high[i]);
        rows.low.push_back(bars.low[i]);
        rows.close.push_back(bars.close[i]);
        rows.volume.push_back(bars.volume[i]);
    }
    return rows;
}

void add_volume_averages(FactWriter& out, VolumeRows const& rows) {
    auto const last = rows.volume.size() - 1;
    auto const volume = rows.volume[last];
    auto const window = tail(rows.volume, last, average_rows);
    out.number("volume_avg_20", mean(window), average_rows);
    if (!rows.on_session) {
        for (auto const* id : {"volume", "volume_ratio_20", "volume_ratio_5"})
            out.absent(id, absence::no_volume);
        return;
    }
    out.number("volume", volume, 1);
    out.number("volume_ratio_20", volume / mean(window), average_rows);
    auto const before =
        last == 0 ? std::span<double const>{} : tail(rows.volume, last - 1, ratio_rows);
    out.number("volume_ratio_5", volume / mean(before), ratio_rows + 1);
}

void add_volume_indicators(FactWriter& out, VolumeRows const& rows) {
    auto const last = rows.volume.size() - 1;
    std::vector<double> column(rows.volume.size(), nan_value());
    indicators::obv(rows.close, rows.volume, indicators::ObvStart::first_volume, column);
    out.number("obv", column[last], column.size());
    indicators::mfi(rows.high, rows.low, rows.close, rows.volume, mfi_rows, column);
    out.number("mfi_14", column[last], mfi_rows + 1);
}

void add_given(FactWriter& out, std::string_view id, double value) {
    if (std::isfinite(value))
        out.number(id, value, 1);
    else
        out.absent(id, absence::not_given);
}

}  // namespace

void add_volume_facts(FactWriter& out, Measures const& m) {
    auto const rows = volume_rows(m.bars);
    if (rows.volume.empty()) {
        for (auto const* id :
             {"volume", "volume_avg_20", "volume_ratio_20", "volume_ratio_5", "obv", "mfi_14"})
            out.absent(id, absence::no_volume);
    } else {
        auto writer = out.on(rows.date);
        add_volume_averages(writer, rows);
        add_volume_indicators(writer, rows);
    }
    add_given(out, "amount", m.bars.amount[m.last]);
    add_given(out, "turnover_pct", m.bars.turnover_pct[m.last]);
    if (m.median_turnover)
        out.number("amount_median_20", *m.median_turnover, average_rows);
    else
        out.absent("amount_median_20",
                   m.bars.size() < average_rows ? absence::too_few_bars : absence::no_volume);
}

}  // namespace ec::analysis
