#include "analysis_fixture.hpp"

#include <ec/db/database.hpp>

#include <support/filed_year.hpp>
#include <support/later_rows.hpp>
#include <support/random_seed.hpp>
#include <support/soak.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <boost/test/unit_test.hpp>

using namespace ec;
using market::Symbol;
using test::analyses::Slice;

namespace {

std::string report_sha256(Slice& f, Symbol const& symbol, Date as_of,
                          narrative::Language language) {
    workflows::AnalysisOrder order;
    order.symbol = "=" + symbol.text();  // also when its code is said to have changed since
    order.as_of = as_of;
    order.language = language;
    order.surface = "cli";
    auto const made = workflows::analyze_symbol(f.services(), f.context(), order,
                                                [](workflows::Step, std::int32_t) {});
    BOOST_REQUIRE(made.row.has_value());
    return made.row->sha256;
}

std::vector<std::string> both_reports(Slice& f, Symbol const& symbol, Date as_of) {
    return {report_sha256(f, symbol, as_of, narrative::Language::en),
            report_sha256(f, symbol, as_of, narrative::Language::zh)};
}

void store(Slice& f, marketdata::SeriesUpdate const& update) {
    db::run_write(f.store.test.database(), f.context(), [&](db::Transaction& transaction) {
        (void)marketdata::BarStore::store(transaction, update);
    });
}

marketdata::SeriesUpdate update_of(market::Series const& series) {
    marketdata::SeriesUpdate update;
    update.symbol = series.symbol;
    update.source = series.source;
    update.basis = series.basis;
    update.base_date = series.base_date;
    update.currency = series.currency;
    update.sample = series.sample;
    return update;
}

// Later bars behind the last stored one, of the source itself; an adjusted source sends that one
// again, and a base date as late as its newest bar.
void extend(Slice& f, Symbol const& symbol, Date day, test::LaterRows& later) {
    auto const series = f.market_data.bars().load_series(f.context(), symbol);
    auto update = update_of(*series);
    update.bars.push_back(series->bars.at(series->bars.size() - 1));
    update.bars.flags[0] = 0;
    later.append_bars(update.bars, day);
    if (update.bars.size() == 1) return;
    if (update.base_date) update.base_date = update.bars.date.back();
    if (series->basis == market::PriceBasis::raw) {
        update.bars = update.bars.slice(1, update.bars.size());
        std::vector<market::CorporateAction> actions;
        later.append_actions(actions, update.bars.date.front());
        std::erase_if(actions, [&](auto const& action) {
            return action.ex_date > update.bars.date.back() || action.a <= 0;
        });
        auto const repeated = std::ranges::unique(actions, {}, &market::CorporateAction::ex_date);
        actions.erase(repeated.begin(), repeated.end());
        update.actions = std::move(actions);
    }
    store(f, update);
}

// Another source that begins after the evening and would stand for the symbol by its length.
void add_longer_source(Slice& f, Symbol const& symbol, Date day) {
    auto update = update_of(*f.market_data.bars().load_series(f.context(), symbol));
    update.source = "later source";
    update.basis = market::PriceBasis::raw;
    update.base_date = std::nullopt;
    update.sample = 0;
    for (int i = 1; i <= 300; ++i) {
        market::Bar bar;
        bar.date = day + i;
        bar.open = bar.high = bar.low = bar.close = 10 + i % 7;
        bar.volume = 1e6;
        update.bars.push_back(bar);
    }
    store(f, update);
}

std::vector<market::FiledFact> some_year(Date filed, char const* form) {
    using market::StatementItem;
    return test::filed_year(filed, form,
                            {{StatementItem::revenue, 5e9},
                             {StatementItem::net_income, 1e9},
                             {StatementItem::equity, 4e9},
                             {StatementItem::shares_outstanding, 4e8}});
}

void file(Slice& f, Symbol const& symbol, std::vector<market::FiledFact> const& facts) {
    (void)f.market_data.fundamentals().import(f.context(), symbol, facts, "test");
}

constexpr std::array symbols{"AAPL", "TSLA", "600519.SH", "601919.SH", "0700.HK", "SPY"};

}  // namespace

BOOST_AUTO_TEST_SUITE(later_rows)

BOOST_DATA_TEST_CASE(importing_later_rows_changes_no_earlier_report, test::engines(), engine) {
    Slice f(engine);
    auto const seed = test::random_seed();
    std::size_t const rounds = test::soak() ? 200 : 8;
    for (std::size_t i = 0; i < rounds; ++i) {
        test::LaterRows later(seed + i);
        auto const symbol = Symbol::parse(symbols[i % symbols.size()]);
        auto const series = f.market_data.bars().load_series(f.context(), symbol);
        auto const& dates = series->bars.date;
        // Every third evening is the last one stored.
        auto const as_of =
            dates[i % 3 == 0 ? dates.size() - 1 : 260 + later.below(dates.size() - 260)];
        auto const filed = some_year(as_of - 10, "10-K");
        file(f, symbol, filed);
        auto const before = both_reports(f, symbol, as_of);
        extend(f, symbol, as_of, later);
        auto const benchmark = f.market_data.bars().find_benchmark(f.context(), symbol, as_of);
        if (benchmark) extend(f, *benchmark, as_of, later);
        auto filings = filed;
        later.append_filings(filings, as_of);
        file(f, symbol, filings);
        std::vector<market::InstrumentEvent> events;
        later.append_events(events, as_of);
        (void)f.market_data.events().import(f.context(), symbol, events, "test");
        BOOST_TEST((before == both_reports(f, symbol, as_of)),
                   "EC_TEST_SEED=" << seed << " round " << i << ' ' << symbol.text() << ' '
                                   << as_of.iso());
    }
    test::soak_figure(
        fmt::format("later rows: {} evenings asked again in one store ({})", rounds, engine));
}

// A source whose first bar is later cannot be what an earlier evening rests on, and a benchmark
// that had ended by then does not come back to life.
BOOST_DATA_TEST_CASE(a_later_source_and_a_revived_benchmark_change_nothing, test::engines(),
                     engine) {
    Slice f(engine);
    auto const tencent = Symbol::parse("0700.HK");
    auto const last = f.market_data.bars().load_series(f.context(), tencent)->bars.date.back();
    auto const before = both_reports(f, tencent, last);
    add_longer_source(f, tencent, last);
    BOOST_TEST(f.market_data.bars().find_shown(f.context(), tencent)->source == "later source");
    BOOST_TEST((before == both_reports(f, tencent, last)));

    // SPY ends in March 2021, TSLA goes on.
    auto const tesla = Symbol::parse("TSLA");
    auto const evening = Date::parse("2023-06-30", "as_of");
    auto const named = f.market_data.bars().find_benchmark(f.context(), tesla, evening);
    test::LaterRows later(7);
    for (int i = 0; i < 3; ++i) extend(f, Symbol::parse("SPY"), evening, later);
    BOOST_TEST((named == f.market_data.bars().find_benchmark(f.context(), tesla, evening)));
}

BOOST_DATA_TEST_CASE(an_adjusted_source_keeps_its_base_while_its_closes_agree, test::engines(),
                     engine) {
    Slice f(engine);
    auto const symbol = Symbol::parse("600519.SH");
    auto const series = f.market_data.bars().load_series(f.context(), symbol);
    auto update = update_of(*series);
    auto bar = series->bars.at(series->bars.size() - 1);
    bar.flags = 0;
    update.bars.push_back(bar);
    bar.date = bar.date + 1;
    update.bars.push_back(bar);
    update.base_date = bar.date;
    store(f, update);
    auto const now = f.market_data.bars().load_series(f.context(), symbol);
    BOOST_TEST((now->base_date == series->base_date));
    BOOST_TEST(now->bars.size() == series->bars.size() + 1);

    // Without a day in common nothing proves it: the later base date counts.
    bar.date = bar.date + 1;
    update.bars = {};
    update.bars.push_back(bar);
    update.base_date = bar.date;
    store(f, update);
    BOOST_TEST(
        (f.market_data.bars().load_series(f.context(), symbol)->base_date == update.base_date));
}

BOOST_AUTO_TEST_SUITE_END()
