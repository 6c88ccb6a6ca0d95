#pragma once

#include "fact_writer.hpp"

#include <ec/analysis/facts.hpp>
#include <ec/analysis/lean.hpp>
#include <ec/analysis/levels.hpp>
#include <ec/market/adjustment.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace ec::analysis {

/// What several groups of facts share, computed once. Row `last` is the session described.
struct Measures {
    explicit Measures(FactInput const& source) : input(source) {}

    FactInput const& input;
    market::SeriesView view;  // with suspended sessions
    market::Bars bars;        // without them
    std::size_t last = 0;
    std::vector<double> simple;  // returns
    std::vector<double> log;     // returns
    std::vector<double> sma_20;
    std::vector<double> sma_50;
    std::vector<double> sma_200;
    std::vector<double> atr;
    std::vector<double> rsi;
    LeanHistory lean;
    market::InstrumentState state;  // by the events known on the evening
    std::optional<double> median_turnover;

    [[nodiscard]] double close() const { return bars.close[last]; }
};

/// Throws not_found "facts.no_bars".
[[nodiscard]] Measures measure(FactInput const& input);

// Each writes one topic of the catalogue.
void add_session_facts(FactWriter& out, Measures const& m);
void add_average_facts(FactWriter& out, Measures const& m);
void add_momentum_facts(FactWriter& out, Measures const& m);
void add_range_facts(FactWriter& out, Measures const& m);
void add_volume_facts(FactWriter& out, Measures const& m);
void add_risk_facts(FactWriter& out, Measures const& m);
void add_benchmark_facts(FactWriter& out, Measures const& m);
void add_lean_facts(FactWriter& out, Measures const& m);
void add_call_facts(FactWriter& out, Measures const& m, std::optional<Call> const& call);
void add_level_facts(FactWriter& out, Measures const& m, Levels const& levels,
                     std::optional<Call> const& call);
void add_pattern_facts(FactWriter& out, Measures const& m);
void add_data_facts(FactWriter& out, Measures const& m);
void add_market_rule_facts(FactWriter& out, Measures const& m);
void add_event_facts(FactWriter& out, Measures const& m);
void add_filing_facts(FactWriter& out, Measures const& m);

}  // namespace ec::analysis
