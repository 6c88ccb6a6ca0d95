#include <ec/indicators/averages.hpp>
#include <ec/market/symbol.hpp>
#include <ec/narrative/audit.hpp>

#include <array>
#include <iostream>

/// Prints the symbol's market, a moving average and whether a claim was found in a sentence.
int main() {
    auto const symbol = ec::market::Symbol::parse("0700.HK");
    std::array<double, 4> const closes{1, 2, 3, 6};
    std::array<double, 4> means{};
    ec::indicators::sma(closes, 2, means);
    ec::analysis::FactSheet sheet;
    sheet.symbol = symbol;
    auto const audit =
        ec::narrative::audit_text("The price rose 12.5%.", ec::narrative::Language::en, sheet);
    std::cout << to_string(symbol.market()) << ' ' << means.back() << ' '
              << (audit.claims.empty() ? "unread" : "audited") << '\n';
}
