#pragma once

#include <ec/market/series.hpp>

#include <span>
#include <vector>

namespace ec::market {

// Actions as price * a + b. Which dividend to use:
//  - cash_dividend_action, affine (a = 1, b = -cash): what the mainland and Hong Kong exchanges do
//    to the reference price on the ex-date, and what 复权 of a terminal there shows.
//  - dividend_action of factor_file.hpp, multiplicative (a = 1 - cash / close before): Yahoo, LEAN
//    and CRSP; returns stay the total return of a holder who reinvests.

/// Cash per share held before the ex-date; needs cash > 0 (EC_CHECK).
[[nodiscard]] CorporateAction cash_dividend_action(Date ex_date, double cash);

/// Free shares, `new_per_old` of them for each old one (10 送 3: 0.3): a split of 1 + new_per_old.
[[nodiscard]] CorporateAction bonus_action(Date ex_date, double new_per_old);

/// New shares offered to holders, `new_per_old` for each old one at `price`. The theoretical
/// ex-rights price is the value of one old share and its part of the new ones over their number:
/// (close + price * r) / (1 + r), so a = 1 / (1 + r), b = price * r / (1 + r). Source: the
/// ex-rights rule of the Shanghai and Shenzhen trading rules; the same as the TERP of textbooks.
/// Taken as fully subscribed. An offer above the market price raises the price; it is not refused.
[[nodiscard]] CorporateAction rights_action(Date ex_date, double price, double new_per_old);

/// What a holder of one share gets on one ex-date, everything counted on the shares held before. A
/// consolidation is a bonus below zero (1-for-8: -0.875).
struct ExRightTerms {
    double cash = 0;
    double bonus_per_old = 0;
    double rights_per_old = 0;
    double rights_price = 0;
};

/// 除权除息参考价: (previous close - cash + rights price * rights) / (1 + bonus + rights), not
/// rounded to a tick.
[[nodiscard]] double ex_right_price(double previous_close, ExRightTerms const& terms) noexcept;

/// The same as up to three actions, split before rights before dividend: applied in this order they
/// are ex_right_price, and on split-adjusted prices the latter two stay right without the first.
/// A cash dividend's note names the cash as stated, its b is on the new share basis.
[[nodiscard]] std::vector<CorporateAction> ex_right_actions(Date ex_date,
                                                            ExRightTerms const& terms);

}  // namespace ec::market
