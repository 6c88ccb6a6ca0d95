#pragma once

#include <ec/analysis/call.hpp>
#include <ec/analysis/fact_sheet.hpp>
#include <ec/analysis/probability_table.hpp>
#include <ec/market/fundamentals.hpp>
#include <ec/market/instrument.hpp>
#include <ec/market/instrument_events.hpp>
#include <ec/market/series.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ec::analysis {

enum class SessionKind : std::uint8_t { regular, half_day };

/// What lists, calendars and events know about the symbol; everything is optional.
struct InstrumentInfo {
    std::string name_en;
    std::string name_zh;
    std::string industry_en;
    std::string industry_zh;
    std::string exchange_name;
    market::InstrumentKind kind = market::InstrumentKind::stock;
    std::optional<std::int32_t> board_lot;
    std::string other_counter;  // symbol text
    std::optional<SessionKind> session_kind;
    bool delisting_period = false;                // as a list says; events say it for themselves
    std::vector<market::InstrumentEvent> events;  // any order; those not known that day count not
};

/// Everything a sheet is computed from. The pointers are borrowed for the call and may be null
/// except `series`. Bars are expected to carry their quality flags (market/quality.hpp).
struct FactInput {
    market::Series const* series = nullptr;
    market::Series const* benchmark = nullptr;
    InstrumentInfo instrument;
    std::vector<market::FiledFact> filings;  // any order; those filed after the session count not
    Date as_of;                              // the newest session not after it is described
    std::int32_t horizon = 20;
    ProbabilityTable const* table = nullptr;  // null: probabilities from the prior
};

/// The sheet, and either the rule-based call or the reasons for silence.
struct Assessment {
    FactSheet sheet;
    std::optional<Call> call;
    std::vector<AbstainReason> abstained;
};

/// Pure and deterministic. Nothing dated after `as_of` changes a fact. The sheet holds every fact
/// of the catalogue, present or absent with its reason. Throws not_found "facts.no_bars" without a
/// traded session by `as_of`, invalid_input "call.horizon" for a horizon other than 5, 20, 60.
[[nodiscard]] Assessment assess(FactInput const& input);

/// assess(input).sheet
[[nodiscard]] FactSheet compute_facts(FactInput const& input);

/// Puts the call's figures into the sheet's call_ facts: how a model's call gets beside the facts
/// that its text is audited against.
void set_call_facts(FactSheet& sheet, Call const& call);

}  // namespace ec::analysis
