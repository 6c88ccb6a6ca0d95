#include "measures.hpp"

#include <ec/base/math.hpp>
#include <ec/market/market_rules.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace ec::analysis {
namespace {

constexpr std::size_t year_sessions = 250;
constexpr std::size_t suspension_window = 20;

using market::ActionKind;
using market::BarFlag;

bool silences(market::BarFlags flags) noexcept {
    return market::has(flags, BarFlag::impossible_price) ||
           market::has(flags, BarFlag::unit_error) || market::has(flags, BarFlag::duplicate) ||
           market::has(flags, BarFlag::unexplained_gap);
}

void add_action_facts(FactWriter& out, Measures const& m) {
    auto const rows = std::min(year_sessions, m.bars.size());
    auto const first = m.bars.date[m.bars.size() - rows];
    market::CorporateAction const* split = nullptr;
    double dividends = 0;
    for (auto const& action : m.view.applied) {
        if (action.ex_date < first) continue;
        if (action.kind == ActionKind::split) split = &action;
        if (action.kind == ActionKind::dividend) ++dividends;
    }
    // Prices that came adjusted do not say what was worked into them.
    bool const known = m.view.basis == market::PriceBasis::raw;
    if (split != nullptr) {
        out.number("split_ratio", 1 / split->a, rows);
        out.date("split_date", split->ex_date, rows);
    } else {
        auto const reason = known ? absence::no_split : absence::not_given;
        out.absent("split_ratio", reason);
        out.absent("split_date", reason);
    }
    if (known || dividends > 0)
        out.number("dividends_250", dividends, rows);
    else
        out.absent("dividends_250", absence::not_given);
}

/// What moved the price basis on the view's last day: "none" when nothing did.
std::string_view action_of_day(Measures const& m) {
    std::string_view kind = "none";
    for (auto const& action : m.view.applied)
        if (action.ex_date == m.view.as_of && kind != "split") kind = to_string(action.kind);
    return kind;
}

std::optional<double> limit_of_day(Measures const& m) {
    auto const row = m.view.bars.size() - 1;
    return market::price_limit(m.input.series->symbol, m.input.instrument.kind, m.view.as_of,
                               m.view.bars.flags[row], row);
}

std::string_view limit_state(Measures const& m, double limit) {
    auto const flags = m.bars.flags[m.last];
    if (market::has(flags, BarFlag::limit_locked_up)) return "locked_up";
    if (market::has(flags, BarFlag::limit_locked_down)) return "locked_down";
    auto const stated = m.bars.previous_close[m.last];
    auto const reference = is_nan(stated) ? m.bars.close[m.last - 1] : stated;
    auto const tick = market::tick_size(m.input.series->symbol, m.input.instrument.kind);
    auto const near = [&](double signed_limit) {
        return std::fabs(m.close() - market::limit_price(reference, signed_limit, tick)) < tick / 2;
    };
    if (near(limit)) return "limit_up";
    return near(-limit) ? "limit_down" : "none";
}

void add_limit_facts(FactWriter& out, Measures const& m) {
    auto const limit = limit_of_day(m);
    bool const as_traded = m.view.basis == market::PriceBasis::raw;
    bool const trades_today = m.bars.date[m.last] == m.view.as_of;
    if (limit)
        out.plain("price_limit_pct", 100 * *limit);
    else
        out.absent("price_limit_pct", absence::not_given);
    if (limit && as_traded && trades_today && m.last > 0)
        out.plain_word("limit_state", limit_state(m, *limit));
    else
        out.absent("limit_state", absence::not_given);
}

}  // namespace

void add_data_facts(FactWriter& out, Measures const& m) {
    auto const rows = m.bars.size();
    out.number("bars", static_cast<double>(rows), rows);
    out.date("first_session", m.bars.date.front(), rows);
    auto const recent = std::min(year_sessions, rows);
    auto const flagged = std::count_if(m.bars.flags.end() - static_cast<std::ptrdiff_t>(recent),
                                       m.bars.flags.end(), silences);
    out.number("flagged_bars_250", static_cast<double>(flagged), recent);
    add_action_facts(out, m);
}

void add_market_rule_facts(FactWriter& out, Measures const& m) {
    auto const& info = m.input.instrument;
    auto const& symbol = m.input.series->symbol;
    auto const& flags = m.view.bars.flags;
    auto const word = [&](std::string_view id, std::string_view value) {
        if (value.empty())
            out.absent(id, absence::not_given);
        else
            out.plain_word(id, value);
    };
    auto const suspended = [](market::BarFlags f) { return market::has(f, BarFlag::suspended); };
    auto const board = market::board_of(symbol);
    word("board", board == market::Board::none ? "" : market::to_string(board));
    add_limit_facts(out, m);
    bool const st = m.state.special_treatment.value_or(market::has(flags.back(), BarFlag::st));
    word("special_treatment", symbol.market() != market::Market::cn ? "" : st ? "yes" : "no");
    word("suspended", suspended(flags.back()) ? "yes" : "no");
    auto const window = std::min(flags.size(), suspension_window);
    out.plain("suspended_20",
              static_cast<double>(std::count_if(flags.end() - static_cast<std::ptrdiff_t>(window),
                                                flags.end(), suspended)));
    word("ex_date", m.view.basis == market::PriceBasis::raw || action_of_day(m) != "none"
                        ? action_of_day(m)
                        : "");
    word("session_kind", !info.session_kind                            ? ""
                         : *info.session_kind == SessionKind::half_day ? "half_day"
                                                                       : "regular");
    if (info.board_lot)
        out.plain("board_lot", *info.board_lot);
    else
        out.absent("board_lot", absence::not_given);
    word("other_counter", info.other_counter);
}

}  // namespace ec::analysis
