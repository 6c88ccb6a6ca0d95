#include <import_checks.hpp>

#include <ec/base/error.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/market/symbol_input.hpp>

#include <algorithm>
#include <cmath>

namespace ec::marketdata {
namespace {

constexpr std::size_t days_to_compare = 20;
// Sources round and correct differently, and only one of two may have worked in an ex-date.
constexpr double same_move = 0.005;
constexpr double share_of_same_moves = 0.5;

int close_minute(market::Market market) { return market == market::Market::cn ? 15 * 60 : 16 * 60; }

struct Pairs {
    std::size_t compared = 0;
    std::size_t alike = 0;
    double last_ratio = 1;
};

Pairs compare_closes(market::Bars const& a, market::Bars const& b) {
    Pairs out;
    double last_a = 0;
    double last_b = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        if (a.date[i] != b.date[j]) {
            ++(a.date[i] < b.date[j] ? i : j);
            continue;
        }
        double const close_a = a.close[i++];
        double const close_b = b.close[j++];
        if (!(close_a > 0) || !(close_b > 0)) continue;
        if (last_a > 0) {
            ++out.compared;
            out.alike += std::abs(close_a / last_a - close_b / last_b) < same_move ? 1 : 0;
        }
        last_a = close_a;
        last_b = close_b;
        out.last_ratio = close_a / close_b;
    }
    return out;
}

}  // namespace

void settle_unfinished_days(market::PriceCsv& csv, market::Symbol const& symbol, Micros now_us) {
    auto const now = market::to_local(market::zone_of(symbol.market()), now_us);
    while (!csv.bars.empty() && csv.bars.date.back() > now.date) {
        csv.rejected.push_back({csv.lines.back(), "date.future", csv.bars.date.back().iso()});
        csv.bars = csv.bars.slice(0, csv.bars.size() - 1);
        csv.lines.pop_back();
    }
    std::ranges::stable_sort(csv.rejected, {}, &market::RejectedRow::line);
    if (!csv.bars.empty() && csv.bars.date.back() == now.date &&
        now.minute < close_minute(symbol.market()))
        csv.bars.flags.back() |= static_cast<market::BarFlags>(market::BarFlag::partial);
}

std::vector<FlaggedRow> flagged_rows(market::PriceCsv const& csv,
                                     market::QualityContext const& quality) {
    auto bars = csv.bars;
    (void)market::check_bars(bars, quality);
    std::vector<FlaggedRow> out;
    constexpr auto untold = static_cast<market::BarFlags>(market::BarFlag::not_provable) |
                            static_cast<market::BarFlags>(market::BarFlag::st);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        auto const told = static_cast<market::BarFlags>(bars.flags[i] & ~untold);
        if (told == 0) continue;
        FlaggedRow row{csv.lines[i], bars.date[i], {}};
        for (unsigned bit = 0; bit < 11; ++bit) {
            auto const flag = static_cast<market::BarFlag>(1U << bit);
            if (market::has(told, flag)) row.flags.emplace_back(market::to_string(flag));
        }
        out.push_back(std::move(row));
    }
    return out;
}

void check_stated_code(market::PriceCsv const& csv, market::Symbol const& symbol) {
    auto const& code = csv.mapping.stated_code;
    if (code.empty()) return;
    auto const meant = market::parse_input(code);
    if (std::ranges::find(meant, symbol) != meant.end()) return;
    throw invalid_field("import.symbol_differs", "symbol", symbol.text(),
                        "the file's title names " + code,
                        "Import the file under the symbol that it names.");
}

void check_identity(market::Bars const& incoming, market::Series const& stored) {
    auto const pairs = compare_closes(incoming, stored.bars);
    if (pairs.compared < days_to_compare) return;
    if (static_cast<double>(pairs.alike) <
        share_of_same_moves * static_cast<double>(pairs.compared))
        throw invalid_field("import.other_company", "symbol", stored.symbol.text(),
                            "the prices do not move like the stored ones of this symbol",
                            "Check the symbol; to import them all the same say --trust-identity.");
    double const off = pairs.last_ratio < 1 ? 1 / pairs.last_ratio : pairs.last_ratio;
    if (off > 70 && off < 140)
        throw invalid_field("import.scale_differs", "close", stored.symbol.text(),
                            "the prices are about a hundred times or a hundredth of the stored "
                            "ones, as cents are of dollars",
                            "Divide or multiply the file's prices by 100; to import them all the "
                            "same say --trust-identity.");
}

}  // namespace ec::marketdata
