#include <ec/workflows/market_view.hpp>

#include <ec/analysis/probability_table.hpp>
#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/indicators/registry.hpp>
#include <ec/market/market_rules.hpp>
#include <ec/marketdata/market_data.hpp>
#include <ec/reports/compose.hpp>
#include <ec/reports/render.hpp>
#include <ec/workflows/instrument_events.hpp>

#include "fact_source.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

constexpr std::size_t max_indicator_calls = 16;

Error no_bars(std::string const& symbol, std::optional<Date> as_of) {
    if (as_of)
        return {ErrorCode::not_found, "facts.no_bars",
                fmt::format("There are no bars of {} up to {}. Choose a later day.", symbol,
                            as_of->iso())};
    return {ErrorCode::not_found, "facts.no_bars",
            fmt::format("There are no bars of {} in the store. Import some: equitycompass import "
                        "{} FILE.csv",
                        symbol, symbol)};
}

std::shared_ptr<market::Series const> load_shown(Services const& services,
                                                 CallContext const& context,
                                                 market::Symbol const& symbol,
                                                 std::optional<Date> as_of) {
    auto const& bars = services.market_data.bars();
    if (!bars.find_shown(context, symbol)) throw no_bars(symbol.text(), std::nullopt);
    return as_of ? bars.load_series_as_of(context, symbol, *as_of)
                 : bars.load_series(context, symbol);
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Absent on a day that the calendar does not know or calls closed: never guessed.
std::optional<analysis::SessionKind> session_kind(Services const& services,
                                                  market::Symbol const& symbol, Date session) {
    auto const times = services.market_data.calendar(symbol.market()).find_session(session);
    if (!times) return std::nullopt;
    return times->shortened() ? analysis::SessionKind::half_day : analysis::SessionKind::regular;
}

// The issuer's other counter, when it is in the store and traded by that session.
std::string other_counter(Services const& services, CallContext const& context,
                          market::Symbol const& symbol, Date session) {
    auto const other = market::dual_counter(symbol);
    if (!other) return {};
    auto const shown = services.market_data.bars().find_shown(context, *other);
    bool const traded = shown && shown->first_date && *shown->first_date <= session;
    return traded ? other->text() : std::string();
}

analysis::InstrumentInfo instrument_info(Services const& services, CallContext const& context,
                                         market::Symbol const& symbol, Date session,
                                         std::vector<market::InstrumentEvent> events) {
    analysis::InstrumentInfo info;
    info.events = std::move(events);
    info.kind = market::kind_by_code(symbol);
    info.session_kind = session_kind(services, symbol, session);
    info.other_counter = other_counter(services, context, symbol, session);
    auto const known = services.market_data.instruments().find(context, symbol);
    if (!known) return info;
    info.name_en = known->name_en;
    info.name_zh = known->name_zh;
    (is_ascii(known->industry) ? info.industry_en : info.industry_zh) = known->industry;
    info.exchange_name = known->exchange;
    info.kind = known->kind;
    if (known->lot_size) info.board_lot = static_cast<std::int32_t>(*known->lot_size);
    return info;
}

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

Error bad_call(std::string_view piece) {
    return invalid_field("indicators.syntax", "names", std::string(piece.substr(0, 60)),
                         "not an indicator call",
                         "Write name(parameter=value, ...), for example "
                         "sma(length=20).");
}

IndicatorCall parse_call(std::string_view piece) {
    auto const open = piece.find('(');
    if (open == std::string_view::npos || open == 0 || piece.back() != ')') throw bad_call(piece);
    IndicatorCall call{std::string(piece), std::string(trimmed(piece.substr(0, open))), {}};
    std::string_view arguments = piece.substr(open + 1, piece.size() - open - 2);
    while (!trimmed(arguments).empty()) {
        auto const comma = arguments.find(',');
        auto const argument = arguments.substr(0, comma);
        auto const equals = argument.find('=');
        if (equals == std::string_view::npos) throw bad_call(piece);
        call.params.emplace(trimmed(argument.substr(0, equals)),
                            trimmed(argument.substr(equals + 1)));
        if (comma == std::string_view::npos) break;
        arguments.remove_prefix(comma + 1);
    }
    return call;
}

// The columns of `bars` that took part in trading, with their rows' places.
struct TradedColumns {
    std::vector<std::size_t> rows;
    std::vector<double> open, high, low, close, volume;
};

TradedColumns traded_columns(market::Bars const& bars) {
    TradedColumns traded;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (market::has(bars.flags[i], market::BarFlag::suspended)) continue;
        traded.rows.push_back(i);
        traded.open.push_back(bars.open[i]);
        traded.high.push_back(bars.high[i]);
        traded.low.push_back(bars.low[i]);
        traded.close.push_back(bars.close[i]);
        traded.volume.push_back(bars.volume[i]);
    }
    return traded;
}

}  // namespace

MarketView load_market_view(Services const& services, CallContext const& context,
                            std::string const& text, std::optional<Date> as_of) {
    auto const symbol = services.market_data.instruments().get_symbol(context, text);
    MarketView view;
    view.series = load_shown(services, context, symbol, as_of);
    if (view.series->bars.empty()) throw no_bars(symbol.text(), std::nullopt);
    view.view = market::view_as_of(*view.series, as_of.value_or(view.series->bars.date.back()));
    if (view.view.bars.empty()) throw no_bars(symbol.text(), as_of);
    return view;
}

FactSource make_fact_source(Services const& services, CallContext const& context,
                            std::shared_ptr<market::Series const> series, std::optional<Date> as_of,
                            FindSeries const& find_benchmark) {
    FactSource source;
    source.series = std::move(series);
    auto const& symbol = source.series->symbol;
    auto const& dates = source.series->bars.date;
    Date const wanted = as_of.value_or(dates.empty() ? Date() : dates.back());
    auto const rows = source.series->bars.count_until(wanted);
    if (rows == 0) throw no_bars(symbol.text(), as_of);
    // The session itself, so that two evenings of one weekend give one report.
    Date const session = dates[rows - 1];
    std::shared_ptr<market::Series const> benchmark;
    if (auto const other = services.market_data.bars().find_benchmark(context, symbol, session))
        benchmark = find_benchmark(*other, session);
    auto filings = services.market_data.fundamentals().load(context, symbol, session);
    // Days without bars may still have brought a suspension or the end of the listing.
    Date const day = std::max(session, as_of.value_or(today_of(context)));
    auto events = services.market_data.events().load(context, symbol, day);
    auto const evening = market::described_evening(events, session, day);
    source.revision = source.series->revision + static_cast<std::int64_t>(filings.size()) +
                      std::ranges::count_if(events, [evening](auto const& event) {
                          return event.known_on() <= evening;
                      });
    source.inputs =
        reports::make_inputs(*source.series, benchmark.get(),
                             instrument_info(services, context, symbol, session, std::move(events)),
                             std::move(filings), evening);
    return source;
}

FactSource load_fact_source(Services const& services, CallContext const& context,
                            std::string const& text, std::optional<Date> as_of) {
    auto const symbol = services.market_data.instruments().get_symbol(context, text);
    return make_fact_source(services, context, load_shown(services, context, symbol, as_of), as_of,
                            [&](market::Symbol const& benchmark, Date session) {
                                return services.market_data.bars().load_series_as_of(
                                    context, benchmark, session);
                            });
}

analysis::FactSheet compute_sheet(Services const& services, FactSource const& source,
                                  std::int32_t horizon) {
    auto const profile = reports::parse_profile(services.profile);
    EC_CHECK(profile.has_value());
    auto sheet = analysis::compute_facts(
        reports::fact_input(source.inputs, horizon, &analysis::shipped_probability_table()));
    return reports::visible_sheet(std::move(sheet), *profile);
}

Date replay_as_of(market::Series const& series) {
    auto const& dates = series.bars.date;
    EC_CHECK(!dates.empty());
    return dates[dates.size() - 1 - std::min(replay_sessions, dates.size() - 1)];
}

std::vector<IndicatorCall> parse_indicator_calls(std::string_view text) {
    std::vector<IndicatorCall> calls;
    while (!text.empty()) {
        auto const semicolon = text.find(';');
        auto const piece = trimmed(text.substr(0, semicolon));
        if (!piece.empty()) calls.push_back(parse_call(piece));
        if (calls.size() > max_indicator_calls)
            throw invalid_field("indicators.too_many", "names", std::to_string(calls.size()),
                                fmt::format("more than {}", max_indicator_calls),
                                "Ask in two calls.");
        if (semicolon == std::string_view::npos) break;
        text.remove_prefix(semicolon + 1);
    }
    if (calls.empty()) throw bad_call("");
    return calls;
}

std::vector<IndicatorColumns> compute_indicators(market::Bars const& bars,
                                                 std::vector<IndicatorCall> const& calls) {
    auto const traded = traded_columns(bars);
    std::vector<IndicatorColumns> result;
    for (auto const& call : calls) {
        IndicatorColumns item{call.text, {}};
        auto const computed = indicators::compute(
            call.name, call.params,
            {traded.open, traded.high, traded.low, traded.close, traded.volume});
        for (auto const& column : computed) {
            std::vector<double> spread(bars.size(), nan_value());
            for (std::size_t i = 0; i < traded.rows.size(); ++i)
                spread[traded.rows[i]] = column.values[i];
            item.columns.emplace_back(column.name, std::move(spread));
        }
        result.push_back(std::move(item));
    }
    return result;
}

}  // namespace ec::workflows
