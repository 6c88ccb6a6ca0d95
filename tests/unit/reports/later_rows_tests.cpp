#include "sample_inputs.hpp"

#include <ec/analysis/facts.hpp>

#include <support/filed_year.hpp>
#include <support/later_rows.hpp>
#include <support/random_seed.hpp>
#include <support/soak.hpp>

#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

using namespace ec;
using market::PriceBasis;

namespace {

struct Sample {
    market::Series series;
    std::optional<market::Series> benchmark;
};

std::vector<Sample> const& samples() {
    auto const of = [](char const* name, char const* symbol, PriceBasis basis) {
        return test::sample_series(name, symbol, basis);
    };
    static auto const spy = of("us/SPY", "SPY", PriceBasis::raw);
    static auto const hsi = of("index/HSI", "^HSI", PriceBasis::raw);
    static auto const csi = of("index/000300.SH", "000300.SH", PriceBasis::raw);
    static std::vector<Sample> const all{
        {of("us/AAPL", "AAPL", PriceBasis::raw), spy},
        {of("us/TSLA", "TSLA", PriceBasis::split_adjusted), spy},
        {of("cn/600519.SH", "600519.SH", PriceBasis::adjusted), csi},
        {of("cn/601919.SH_raw_2018_2026", "601919.SH", PriceBasis::raw), csi},
        {of("cn/300750.SZ", "300750.SZ", PriceBasis::adjusted), csi},
        {of("hk/0700.HK", "0700.HK", PriceBasis::adjusted), hsi},
        {hsi, std::nullopt}};
    return all;
}

// Three years of filings up to the evening, so that there are figures to disturb.
std::vector<market::FiledFact> filings_until(Date as_of) {
    using market::StatementItem;
    std::vector<market::FiledFact> all;
    for (int year = 0; year < 3; ++year) {
        double const size = 1e9 * (3 - year);
        auto const one = test::filed_year(as_of - 20 - 365 * year, "10-K",
                                          {{StatementItem::revenue, 5 * size},
                                           {StatementItem::net_income, size},
                                           {StatementItem::eps_diluted, 2.5},
                                           {StatementItem::equity, 4 * size},
                                           {StatementItem::shares_outstanding, 4e8}});
        all.insert(all.end(), one.begin(), one.end());
    }
    return all;
}

// All that is known on some day.
struct Knowledge {
    market::Series series;
    std::optional<market::Series> benchmark;
    std::vector<market::FiledFact> filings;
    std::vector<market::InstrumentEvent> events;
};

market::Series until(market::Series series, Date day) {
    series.bars = series.bars.slice(0, series.bars.count_until(day));
    std::erase_if(series.actions, [day](auto const& action) { return action.ex_date > day; });
    return series;
}

// What later days brought in truth up to some later one, then invented rows.
market::Series with_later(market::Series const& truth, Date as_of, test::LaterRows& later) {
    auto series = until(truth, as_of + static_cast<int>(later.below(90)));
    if (series.bars.date.back() < as_of) series = until(truth, as_of);
    later.append_bars(series.bars, as_of);
    later.append_actions(series.actions, as_of);
    return series;
}

std::string facts_and_call(Knowledge const& known, Date as_of) {
    analysis::FactInput input;
    auto const series = test::flagged(known.series);
    auto const benchmark =
        known.benchmark ? std::optional(test::flagged(*known.benchmark)) : std::nullopt;
    input.series = &series;
    input.benchmark = benchmark ? &*benchmark : nullptr;
    input.filings = known.filings;
    input.instrument.events = known.events;
    input.as_of = as_of;
    input.table = &analysis::shipped_probability_table();
    auto const made = analysis::assess(input);
    auto text = analysis::render_facts_json(made.sheet);
    for (auto const reason : made.abstained) text += fmt::format("\n{}", to_string(reason));
    if (made.call)
        text += fmt::format("\n{} {} {} {}", made.call->up_above, made.call->down_below,
                            made.call->confidence, made.call->table_version);
    return text;
}

std::string report_bytes(Knowledge const& known, Date as_of, narrative::Language language) {
    analysis::InstrumentInfo instrument;
    instrument.kind = market::kind_by_code(known.series.symbol);
    instrument.events = known.events;
    auto const benchmark =
        known.benchmark ? std::optional(test::flagged(*known.benchmark)) : std::nullopt;
    auto inputs =
        reports::make_inputs(test::flagged(known.series), benchmark ? &*benchmark : nullptr,
                             std::move(instrument), known.filings, as_of);
    reports::ComposeSettings settings;
    settings.language = language;
    return reports::render_report_json(reports::compose_report(
        std::move(inputs), settings, &analysis::shipped_probability_table()));
}

struct Round {
    Sample const* sample = nullptr;
    Date as_of;
    Knowledge then;
    Knowledge later;
};

Round make_round(test::LaterRows& later) {
    Round round;
    round.sample = &samples()[later.below(samples().size())];
    auto const& truth = round.sample->series;
    // Also evenings with too few sessions for a call.
    auto const row = later.one_in(8) ? 1 + later.below(260) : later.below(truth.bars.size() - 1);
    round.as_of = truth.bars.date[row];
    round.then.series = until(truth, round.as_of);
    round.then.filings = filings_until(round.as_of);
    round.later.series = with_later(truth, round.as_of, later);
    round.later.filings = round.then.filings;
    later.append_filings(round.later.filings, round.as_of);
    // Some evenings know of an event already, so that there is something to disturb.
    if (later.one_in(4))
        round.then.events.push_back({.effective_on = round.as_of - later.days(400),
                                     .kind = static_cast<market::EventKind>(later.below(4)),
                                     .announced_on = std::nullopt,
                                     .from_value = {},
                                     .to_value = {}});
    round.later.events = round.then.events;
    later.append_events(round.later.events, round.as_of);
    if (auto const& benchmark = round.sample->benchmark;
        benchmark && benchmark->bars.date.front() <= round.as_of) {
        round.then.benchmark = until(*benchmark, round.as_of);
        round.later.benchmark = with_later(*benchmark, round.as_of, later);
    }
    return round;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(later_rows)

BOOST_AUTO_TEST_CASE(no_later_row_changes_an_earlier_fact_call_or_report) {
    auto const seed = test::random_seed();
    std::size_t const rounds = test::soak() ? 20'000 : 300;
    std::size_t same = 0;
    for (std::size_t i = 0; i < rounds; ++i) {
        test::LaterRows later(seed + i);
        auto const round = make_round(later);
        auto const place = fmt::format("EC_TEST_SEED={} {} {}", seed + i,
                                       round.then.series.symbol.text(), round.as_of.iso());
        bool const facts =
            facts_and_call(round.then, round.as_of) == facts_and_call(round.later, round.as_of);
        BOOST_TEST(facts, place << " facts or call");
        bool reports = true;
        for (auto const language : {narrative::Language::en, narrative::Language::zh})
            reports = reports && report_bytes(round.then, round.as_of, language) ==
                                     report_bytes(round.later, round.as_of, language);
        BOOST_TEST(reports, place << " report.json");
        same += facts && reports ? 1 : 0;
    }
    auto const figure = fmt::format("{} of {} evenings", same, rounds);
    test::soak_figure("later rows leave facts, call and reports as they were: " + figure);
    if (char const* folder = std::getenv("EC_PROOFS_DIR"); folder != nullptr)
        std::ofstream(std::string(folder) + "/3.8")
            << figure << " keep facts, call and reports after later rows\n";
}

// The comparison itself must be able to fail.
BOOST_AUTO_TEST_CASE(an_earlier_row_does_change_them) {
    test::LaterRows later(1);
    auto round = make_round(later);
    auto& bars = round.later.series.bars;
    bars.close[bars.count_until(round.as_of) - 1] *= 1.001;
    BOOST_TEST(
        (facts_and_call(round.then, round.as_of) != facts_and_call(round.later, round.as_of)));
    BOOST_TEST((report_bytes(round.then, round.as_of, narrative::Language::en) !=
                report_bytes(round.later, round.as_of, narrative::Language::en)));
}

BOOST_AUTO_TEST_SUITE_END()
