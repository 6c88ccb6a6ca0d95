#include <ec/market/corporate_actions.hpp>

#include <ec/base/error.hpp>
#include <ec/market/factor_file.hpp>

#include <fmt/format.h>

namespace ec::market {

CorporateAction cash_dividend_action(Date ex_date, double cash) {
    EC_CHECK(cash > 0);
    auto action = dividend_action(ex_date, 1, cash);
    action.b = -cash;
    return action;
}

CorporateAction bonus_action(Date ex_date, double new_per_old) {
    EC_CHECK(new_per_old > 0);
    return {ex_date, ActionKind::split, 1 / (1 + new_per_old), 0,
            fmt::format("bonus issue, {:.6g} new for each share", new_per_old)};
}

CorporateAction rights_action(Date ex_date, double price, double new_per_old) {
    EC_CHECK(price > 0 && new_per_old > 0);
    return {ex_date, ActionKind::rights, 1 / (1 + new_per_old),
            price * new_per_old / (1 + new_per_old),
            fmt::format("rights issue, {:.6g} new for each share at {:.6g}", new_per_old, price)};
}

double ex_right_price(double previous_close, ExRightTerms const& terms) noexcept {
    return (previous_close - terms.cash + terms.rights_price * terms.rights_per_old) /
           (1 + terms.bonus_per_old + terms.rights_per_old);
}

std::vector<CorporateAction> ex_right_actions(Date ex_date, ExRightTerms const& terms) {
    std::vector<CorporateAction> actions;
    if (terms.bonus_per_old > 0) actions.push_back(bonus_action(ex_date, terms.bonus_per_old));
    if (terms.bonus_per_old < 0) actions.push_back(split_action(ex_date, 1 + terms.bonus_per_old));
    if (terms.rights_per_old > 0)
        actions.push_back(rights_action(ex_date, terms.rights_price,
                                        terms.rights_per_old / (1 + terms.bonus_per_old)));
    if (terms.cash > 0) {
        auto action = cash_dividend_action(ex_date, terms.cash);
        action.b /= 1 + terms.bonus_per_old + terms.rights_per_old;
        actions.push_back(std::move(action));
    }
    return actions;
}

}  // namespace ec::market
