#include <ec/market/factor_file.hpp>

#include <ec/base/error.hpp>
#include <ec/base/math.hpp>
#include <ec/market/csv.hpp>
#include <number_text.hpp>
#include <price_rows.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace ec::market {
namespace {

Error malformed(std::string const& value) {
    return invalid_field("factors.malformed", "factor file", value,
                         "a row has no valid date or factor, or the rows are out of order",
                         "Use the columns date,price_factor,split_factor,reference_price.");
}

// new : old shares with the smallest numbers that give the ratio within a millionth or so.
std::pair<int, int> as_fraction(double ratio) {
    if (!(ratio < largest_split)) return {0, 0};
    for (int old_shares = 1; old_shares <= 200; ++old_shares) {
        double const new_shares = std::round(ratio * old_shares);
        if (new_shares >= 1 && std::abs(ratio * old_shares / new_shares - 1) < 2e-6)
            return {static_cast<int>(new_shares), old_shares};
    }
    return {0, 0};
}

}  // namespace

std::vector<FactorRow> parse_factor_file(std::string_view text) {
    auto const table = parse_csv_table(text);
    auto const date = table.column("date");
    auto const price = table.column("price_factor");
    auto const split = table.column("split_factor");
    auto const reference = table.column("reference_price");
    std::vector<FactorRow> rows;
    for (auto const& cells : table.rows) {
        auto const day = Date::try_parse(cells[date]);
        auto const price_factor = parse_plain_number(cells[price]);
        auto const split_factor = parse_plain_number(cells[split]);
        auto const reference_price = parse_plain_number(cells[reference]);
        bool const sound = day && price_factor && split_factor && reference_price &&
                           *price_factor > 0 && *split_factor > 0;
        if (!sound || (!rows.empty() && rows.back().date >= *day)) throw malformed(cells[date]);
        rows.push_back({*day, *price_factor, *split_factor, *reference_price});
    }
    return rows;
}

CorporateAction split_action(Date ex_date, double ratio) {
    CorporateAction action{ex_date, ActionKind::split, 1 / ratio, 0, {}};
    auto const [new_shares, old_shares] = as_fraction(ratio);
    if (new_shares > 0) action.a = static_cast<double>(old_shares) / new_shares;
    if (new_shares == 0)
        action.note = fmt::format("split, ratio {:.6g}", ratio);
    else if (new_shares >= old_shares)
        action.note = fmt::format("{}-for-{} split", new_shares, old_shares);
    else
        action.note = fmt::format("{}-for-{} reverse split", new_shares, old_shares);
    return action;
}

CorporateAction dividend_action(Date ex_date, double price_ratio, double cash) {
    auto note = is_nan(cash) ? std::string("dividend") : fmt::format("cash dividend {:.4g}", cash);
    return {ex_date, ActionKind::dividend, price_ratio, 0, std::move(note)};
}

ActionsWithAmounts actions_from_factors(std::span<FactorRow const> rows,
                                        std::span<Date const> sessions) {
    ActionsWithAmounts out;
    auto const add = [&](CorporateAction action, double amount) {
        out.actions.push_back(std::move(action));
        out.amounts.push_back(amount);
    };
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        auto const ex = std::ranges::upper_bound(sessions, rows[i].date);
        if (ex == sessions.end() || ex == sessions.begin()) continue;
        double const price_ratio = rows[i].price_factor / rows[i + 1].price_factor;
        double const split_ratio = rows[i + 1].split_factor / rows[i].split_factor;
        if (std::abs(split_ratio - 1) > 1e-5) {
            auto action = split_action(*ex, split_ratio);
            auto const new_per_old = 1 / action.a;
            add(std::move(action), new_per_old);
        }
        if (std::abs(price_ratio - 1) > 1e-9) {
            bool const known = rows[i].reference_price > 1;
            double const cash = known ? rows[i].reference_price * (1 - price_ratio) : nan_value();
            add(dividend_action(*ex, price_ratio, cash), cash);
        }
    }
    return out;
}

}  // namespace ec::market
