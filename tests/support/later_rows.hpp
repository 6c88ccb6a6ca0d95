#pragma once

#include <ec/base/math.hpp>
#include <ec/market/fundamentals.hpp>
#include <ec/market/instrument_events.hpp>
#include <ec/market/series.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace ec::test {

/// Makes rows that nobody could know on an evening: plausible, damaged and absurd ones. The same
/// seed gives the same rows.
class LaterRows {
  public:
    explicit LaterRows(std::uint64_t seed) : random_(seed) {}

    [[nodiscard]] std::uint64_t below(std::uint64_t n) { return random_() % n; }
    [[nodiscard]] bool one_in(std::uint64_t n) { return below(n) == 0; }
    [[nodiscard]] double fraction() { return static_cast<double>(random_() >> 11U) * 0x1p-53; }
    /// One to `most` days.
    [[nodiscard]] int days(std::uint64_t most) { return 1 + static_cast<int>(below(most)); }

    /// Up to forty bars after the last one of `bars` and after `day`.
    void append_bars(market::Bars& bars, Date day) {
        auto bar = bars.at(bars.size() - 1);
        bar.date = std::max(bar.date, day);
        bar.flags = 0;
        for (auto left = below(40); left > 0; --left) {
            bar.date = bar.date + (one_in(15) ? days(500) : days(4));
            move_price(bar);
            auto row = bar;
            if (one_in(4)) damage(row);
            bars.push_back(row);
            if (!(bar.close > 1e-6 && bar.close < 1e9)) bar.close = 10;
        }
    }

    /// Splits, dividends and rights with ex-dates after `day`, ascending with those of `actions`.
    void append_actions(std::vector<market::CorporateAction>& actions, Date day) {
        using market::ActionKind;
        constexpr std::array kinds{ActionKind::dividend, ActionKind::split, ActionKind::rights};
        for (auto left = below(5); left > 0; --left) {
            market::CorporateAction action;
            action.ex_date = day + days(one_in(3) ? 2 : 400);
            action.kind = kinds[below(kinds.size())];
            action.a = one_in(4) ? 0.001 + 100 * fraction() : 0.2 + 0.8 * fraction();
            if (action.kind == ActionKind::rights) action.b = 5 * fraction() - 2;
            action.note = "later";
            actions.push_back(action);
        }
        std::ranges::stable_sort(actions, {}, &market::CorporateAction::ex_date);
    }

    /// Filings after `day`: new periods, and other figures for periods of `filings`.
    void append_filings(std::vector<market::FiledFact>& filings, Date day) {
        auto const known = filings.size();
        for (std::size_t i = 0; i < known; ++i) {
            if (!one_in(3)) continue;
            auto fact = filings[i];
            fact.filed = day + days(300);
            fact.accession = "later-" + std::to_string(below(4));
            fact.form += one_in(2) ? "/A" : "";
            fact.value *= 4 * fraction() - 1;
            if (one_in(2) && fact.start) {
                int const years = 365 * days(3);
                fact.start = *fact.start + years;
                fact.end = fact.end + years;
                fact.filed = std::max(fact.filed, fact.end + days(60));
            }
            filings.push_back(fact);
        }
        std::shuffle(filings.begin(), filings.end(), random_);
    }

    /// Events that nobody could know on `day`: later ones, and earlier ones announced later.
    void append_events(std::vector<market::InstrumentEvent>& events, Date day) {
        for (auto left = below(5); left > 0; --left) {
            market::InstrumentEvent event;
            event.kind = static_cast<market::EventKind>(below(10));
            event.effective_on = day + days(300);
            if (one_in(2)) {
                event.announced_on = day + days(100);
                event.effective_on = *event.announced_on + days(400) - 300;
            }
            if (event.kind == market::EventKind::code_change) {
                event.from_value = "AAPL";
                event.to_value = "ZZTOP";
            }
            if (event.kind == market::EventKind::currency_change) {
                event.from_value = "USD";
                event.to_value = "CHF";
            }
            if (event.kind == market::EventKind::name_change) event.to_value = "Later Inc.";
            events.push_back(event);
        }
    }

  private:
    void move_price(market::Bar& bar) {
        auto const before = bar.close;
        bar.close = before * (one_in(12) ? std::array{100.0, 0.01, 3.0, 0.2}[below(4)]
                                         : 0.95 + 0.1 * fraction());
        bar.open = before * (0.98 + 0.04 * fraction());
        bar.high = std::max(bar.open, bar.close) * (1 + 0.02 * fraction());
        bar.low = std::min(bar.open, bar.close) * (1 - 0.02 * fraction());
        bar.volume = std::floor(1e7 * fraction());
        if (!is_nan(bar.amount)) bar.amount = bar.volume * bar.close;
    }

    void damage(market::Bar& bar) {
        using market::BarFlag;
        constexpr std::array flags{BarFlag::partial, BarFlag::suspended, BarFlag::st,
                                   BarFlag::duplicate};
        switch (below(8)) {
            case 0:
                bar.volume = 0;
                break;
            case 1:
                bar.volume = nan_value();
                break;
            case 2:
                bar.high = bar.low / 2;
                break;
            case 3:
                bar.close = one_in(2) ? -bar.close : nan_value();
                break;
            case 4:
                bar.volume *= 1e6;
                break;
            case 5:
                bar.open = bar.high = bar.low = bar.close;
                break;
            default:
                bar.flags |= static_cast<market::BarFlags>(flags[below(flags.size())]);
        }
    }

    std::mt19937_64 random_;
};

}  // namespace ec::test
