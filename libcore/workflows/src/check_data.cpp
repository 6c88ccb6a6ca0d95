#include <ec/workflows/check_data.hpp>

#include <ec/base/clock.hpp>
#include <ec/base/error.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/workflows/instrument_events.hpp>

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

using market::BarFlag;

constexpr std::size_t shown_dates = 5;

struct FlagRule {
    BarFlag flag;
    Severity severity;
    char const* remedy;
};

// What each quality flag means for a reader, and what it would take to be rid of it.
constexpr std::array flag_rules{
    FlagRule{BarFlag::impossible_price, Severity::problem,
             "Import these days from another source; a report that needs them abstains."},
    FlagRule{BarFlag::unit_error, Severity::problem,
             "Import again with --volume-unit lots or shares, whichever puts amount / volume "
             "between low and high."},
    FlagRule{BarFlag::duplicate, Severity::problem,
             "The file gives these days twice with different figures: keep one row and import "
             "again."},
    FlagRule{BarFlag::unexplained_gap, Severity::problem,
             "Either the price did move so far, or a split, dividend or code change is missing: "
             "then import the factors or an adjusted series."},
    FlagRule{BarFlag::partial, Severity::note,
             "The session was not over: import the day again after the close."},
    FlagRule{BarFlag::zero_volume, Severity::note, "Left out of volume figures."},
    FlagRule{BarFlag::suspended, Severity::note, "No trading: left out of every indicator."},
};

market::InstrumentKind kind_of(Services const& services, CallContext const& context,
                               market::Symbol const& symbol) {
    auto const known = services.market_data.instruments().find(context, symbol);
    return known ? known->kind : market::kind_by_code(symbol);
}

std::vector<market::Symbol> resolve(Services const& services, CallContext const& context,
                                    std::vector<std::string> const& texts) {
    std::vector<market::Symbol> symbols;
    for (auto const& text : texts)
        symbols.push_back(services.market_data.instruments().get_symbol(context, text));
    if (texts.empty())
        for (auto const& shown : services.market_data.bars().list_shown(context))
            symbols.push_back(shown.symbol);
    return symbols;
}

std::vector<marketdata::SeriesInfo> list_series(Services const& services,
                                                CallContext const& context,
                                                market::Symbol const& symbol) {
    auto listed = services.market_data.bars().list_series(context, symbol);
    if (listed.empty())
        throw Error(ErrorCode::not_found, "marketdata.no_bars",
                    fmt::format("There are no bars of {} in the store. Import some: equitycompass "
                                "import {} FILE.csv",
                                symbol.text(), symbol.text()));
    return listed;
}

class Collector {
  public:
    Collector(Severity severity, std::string what, std::string remedy)
        : finding_{severity, std::move(what), 0, {}, std::move(remedy)} {}

    void add(Date day) {
        ++finding_.count;
        finding_.dates.push_back(day);
        if (finding_.dates.size() > shown_dates) finding_.dates.erase(finding_.dates.begin());
    }

    void give(std::vector<DataFinding>& findings) && {
        if (finding_.count > 0) findings.push_back(std::move(finding_));
    }

  private:
    DataFinding finding_;
};

void check_flags(market::Bars const& bars, std::vector<DataFinding>& findings) {
    for (auto const& rule : flag_rules) {
        Collector found(rule.severity, std::string(market::to_string(rule.flag)), rule.remedy);
        for (std::size_t i = 0; i < bars.size(); ++i)
            if (market::has(bars.flags[i], rule.flag)) found.add(bars.date[i]);
        std::move(found).give(findings);
    }
}

void check_calendar(market::Bars const& bars, market::TradingCalendar const& calendar,
                    std::vector<DataFinding>& findings) {
    using Day = market::TradingCalendar::Day;
    Collector missing(Severity::note, "missing_session",
                      "Suspended days, or days the source leaves out: import them from another "
                      "source if the exchange traded.");
    Collector closed(Severity::problem, "closed_day",
                     "The exchange did not trade on these days: delete the rows and import again.");
    Collector unknown(Severity::note, "unknown_day",
                      "The shipped calendar does not reach these days: install a newer release.");
    std::optional<Date> previous;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        auto const day = bars.date[i];
        bool const traded = !market::has(bars.flags[i], BarFlag::suspended);
        for (Date at = previous ? *previous + 1 : day; at < day; at = at + 1)
            if (calendar.day(at) == Day::session) missing.add(at);
        previous = day;
        switch (calendar.day(day)) {
            case Day::session:
                break;
            case Day::closed:
                if (traded) closed.add(day);
                break;
            case Day::unknown:
                unknown.add(day);
                break;
        }
    }
    std::move(missing).give(findings);
    std::move(closed).give(findings);
    std::move(unknown).give(findings);
}

void check_units(market::UnitProof const& units, std::vector<DataFinding>& findings) {
    if (units.verdict != market::UnitVerdict::refuted) return;
    findings.push_back({Severity::problem,
                        "units",
                        units.tested - units.inside,
                        {},
                        "amount / volume lies outside the day's range: volume is not in shares, "
                        "or prices are adjusted. Import again with --volume-unit or --basis."});
}

DataCheck check_symbol(Services const& services, CallContext const& context,
                       market::Symbol const& symbol,
                       market::ReconcileThresholds const& thresholds) {
    DataCheck result;
    auto const kind = kind_of(services, context, symbol);
    std::vector<std::shared_ptr<market::Series const>> loaded;
    for (auto& info : list_series(services, context, symbol)) {
        context.check();
        auto const series = services.market_data.bars().read_series_by_id(context, info.id);
        SeriesCheck check{
            std::move(info), market::prove_units(series->bars, series->basis, kind), {}};
        check_flags(series->bars, check.findings);
        check_calendar(series->bars, services.market_data.calendar(symbol.market()),
                       check.findings);
        check_units(check.units, check.findings);
        for (auto const& other : loaded) {
            auto compared = market::reconcile(*other, *series, thresholds);
            if (compared.sessions > 0)
                result.comparisons.push_back(
                    {symbol.text(), other->source, series->source, std::move(compared)});
        }
        loaded.push_back(series);
        result.series.push_back(std::move(check));
    }
    return result;
}

bool is_problem(DataFinding const& finding) { return finding.severity == Severity::problem; }

}  // namespace

bool SeriesCheck::has_problem() const noexcept { return std::ranges::any_of(findings, is_problem); }

bool DataCheck::has_problem() const noexcept {
    return std::ranges::any_of(series, [](auto const& check) { return check.has_problem(); });
}

std::vector<SeriesStatus> data_status(Services const& services, CallContext const& context,
                                      std::vector<std::string> const& symbols) {
    std::vector<SeriesStatus> result;
    for (auto const& symbol : resolve(services, context, symbols)) {
        auto const& calendar = services.market_data.calendar(symbol.market());
        auto const complete = calendar.latest_complete_session(services.clock.now_us());
        auto const state = load_listing_events(services, context, symbol).state;
        for (auto& info : list_series(services, context, symbol)) {
            std::optional<std::int32_t> behind;
            if (!state.delisted_on && complete && info.last_date && *info.last_date <= *complete)
                behind = calendar.sessions_between(*info.last_date, *complete);
            result.push_back({std::move(info), complete, behind, state});
        }
    }
    return result;
}

void check_each(Services const& services, CallContext const& context,
                std::vector<std::string> const& symbols,
                market::ReconcileThresholds const& thresholds,
                std::function<void(SymbolCheck&&)> const& give) {
    auto const resolved = resolve(services, context, symbols);
    for (std::size_t i = 0; i < resolved.size(); ++i)
        give({check_symbol(services, context, resolved[i], thresholds), i + 1, resolved.size()});
}

DataCheck check_data(Services const& services, CallContext const& context,
                     std::vector<std::string> const& symbols,
                     market::ReconcileThresholds const& thresholds) {
    DataCheck result;
    check_each(services, context, symbols, thresholds, [&](SymbolCheck&& check) {
        std::ranges::move(check.found.series, std::back_inserter(result.series));
        std::ranges::move(check.found.comparisons, std::back_inserter(result.comparisons));
    });
    return result;
}

}  // namespace ec::workflows
