// The first byte picks symbol and options, the others are the file: it is refused with one of the
// documented reasons or gives bars that keep their promises and that can be stored.
#include "require.hpp"

#include <ec/base/error.hpp>
#include <ec/marketdata/prepared_import.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace {

using namespace ec::marketdata;
using ec::fuzz::require;
using ec::market::BarFlag;

constexpr std::string_view symbols[] = {"AAPL", "0700.HK", "600519.SH", "^GSPC"};
constexpr ec::Micros now_us = 1'790'000'000'000'000;

constexpr std::string_view reasons[] = {"import.too_large",          "import.heading_missing",
                                        "import.columns_missing",    "import.date_order_unknown",
                                        "import.decimal_comma",      "import.no_rows",
                                        "import.basis_unknown",      "import.symbol_differs",
                                        "import.basis_contradicted", "import.volume_unit_unknown"};

ImportRequest request_of(std::uint8_t byte) {
    using ec::market::PriceBasis;
    ImportRequest request;
    request.symbol = ec::market::Symbol::parse(symbols[byte & 3U]);
    if ((byte & 4U) == 0) request.basis = (byte & 8U) != 0 ? PriceBasis::adjusted : PriceBasis::raw;
    if ((byte & 16U) != 0) request.volume_unit = ec::market::VolumeUnit::lots_of_100;
    if ((byte & 32U) != 0) request.date_order = ec::market::DateOrder::day_first;
    return request;
}

void check_bar(ec::market::Bar const& bar, bool marked_impossible) {
    double const noise = bar.high * 2e-6;
    bool const possible = bar.low > 0 && bar.low <= std::min(bar.open, bar.close) + noise &&
                          bar.high >= std::max(bar.open, bar.close) - noise &&
                          std::isfinite(bar.high);
    require(possible || marked_impossible);
    for (double const price : {bar.open, bar.high, bar.low, bar.close})
        require(std::isfinite(price));
    for (double const size : {bar.volume, bar.amount})
        require(std::isnan(size) || (std::isfinite(size) && size >= 0));
    for (double const figure : {bar.previous_close, bar.turnover_pct})
        require(std::isnan(figure) || std::isfinite(figure));
    auto const weekday = bar.date.weekday();
    require(bar.date.year() > 1800 && weekday >= 1 && weekday <= 5);
}

void check_prepared(PreparedImport const& prepared) {
    auto const& report = prepared.report;
    auto const& bars = prepared.update.bars;
    require(!bars.empty() && report.accepted == bars.size());
    require(report.accepted + report.rejected.size() == report.rows_read);
    require(!report.mapping.basis_evidence.empty() && report.flagged.size() <= bars.size());
    require(bars.date.back().days() <= now_us / (86'400 * ec::micros_per_second) + 1);
    std::size_t stored = 0;
    for (auto const& block : prepared.update.blocks) stored += block.bars;
    require(stored == bars.size());
    auto marked = report.flagged.begin();
    for (std::size_t i = 0; i < bars.size(); ++i) {
        require(i == 0 || bars.date[i - 1] < bars.date[i]);
        while (marked != report.flagged.end() && marked->date < bars.date[i]) ++marked;
        bool const impossible = marked != report.flagged.end() && marked->date == bars.date[i] &&
                                std::ranges::count(marked->flags, "impossible_price") == 1;
        check_bar(bars.at(i), impossible);
    }
    for (auto const& row : report.rejected) require(!row.reason.empty() && row.text.size() <= 200);
    if (!prepared.update.actions) return;
    for (auto const& action : *prepared.update.actions) {
        require(std::isfinite(action.a) && action.a > 0 && action.b == 0);
        bool const split = action.kind == ec::market::ActionKind::split;
        require(!split || (action.a > 0.99e-6 && action.a < 1.01e6));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    auto const request = request_of(data[0]);
    std::string_view const bytes{reinterpret_cast<char const*>(data) + 1, size - 1};
    (void)stated_code_of(bytes);
    try {
        check_prepared(
            prepare_import(bytes, request, ec::market::kind_by_code(request.symbol), now_us));
    } catch (ec::Error const& error) {
        require(std::find(std::begin(reasons), std::end(reasons), error.reason()) !=
                std::end(reasons));
    }
    return 0;
}
