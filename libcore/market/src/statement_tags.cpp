#include <ec/market/fundamentals.hpp>

#include <array>

namespace ec::market {
namespace {

struct ItemTags {
    std::string_view name;
    std::array<std::string_view, 8> tags;  // ends at the first empty one
};

// Order within a row: what covers the whole company first, then what older filings used, then the
// IFRS tag. The item's own name closes every row: the spelling of CSV files.
constexpr std::array<ItemTags, statement_item_count> table{{
    // SalesRevenueNet until 2018, then one of the two under ASC 606; banks report net of interest.
    {"revenue",
     {"us-gaap:Revenues", "us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax",
      "us-gaap:RevenueFromContractWithCustomerIncludingAssessedTax", "us-gaap:SalesRevenueNet",
      "us-gaap:RevenuesNetOfInterestExpense", "ifrs-full:Revenue", "revenue"}},
    {"cost_of_revenue",
     {"us-gaap:CostOfRevenue", "us-gaap:CostOfGoodsAndServicesSold", "us-gaap:CostOfGoodsSold",
      "ifrs-full:CostOfSales", "cost_of_revenue"}},
    {"gross_profit", {"us-gaap:GrossProfit", "ifrs-full:GrossProfit", "gross_profit"}},
    {"operating_income",
     {"us-gaap:OperatingIncomeLoss", "ifrs-full:ProfitLossFromOperatingActivities",
      "operating_income"}},
    // Three spellings in turn of income before tax.
    {"pretax_income",
     {"us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItems"
      "NoncontrollingInterest",
      "us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxesMinorityInterestAndIncomeLoss"
      "FromEquityMethodInvestments",
      "us-gaap:IncomeLossFromContinuingOperationsBeforeIncomeTaxesDomestic",
      "ifrs-full:ProfitLossBeforeTax", "pretax_income"}},
    {"income_tax",
     {"us-gaap:IncomeTaxExpenseBenefit", "ifrs-full:IncomeTaxExpenseContinuingOperations",
      "income_tax"}},
    // What belongs to the shareholders of the parent before what includes minorities.
    {"net_income",
     {"us-gaap:NetIncomeLoss", "us-gaap:ProfitLoss",
      "ifrs-full:ProfitLossAttributableToOwnersOfParent", "ifrs-full:ProfitLoss", "net_income"}},
    {"eps_diluted",
     {"us-gaap:EarningsPerShareDiluted", "us-gaap:EarningsPerShareBasicAndDiluted",
      "us-gaap:EarningsPerShareBasic", "ifrs-full:DilutedEarningsLossPerShare",
      "ifrs-full:BasicEarningsLossPerShare", "eps_diluted"}},
    {"operating_cash_flow",
     {"us-gaap:NetCashProvidedByUsedInOperatingActivities",
      "us-gaap:NetCashProvidedByUsedInOperatingActivitiesContinuingOperations",
      "ifrs-full:CashFlowsFromUsedInOperatingActivities", "operating_cash_flow"}},
    {"capital_expenditure",
     {"us-gaap:PaymentsToAcquirePropertyPlantAndEquipment",
      "us-gaap:PaymentsToAcquireProductiveAssets",
      "ifrs-full:PurchaseOfPropertyPlantAndEquipmentClassifiedAsInvestingActivities",
      "capital_expenditure"}},
    {"depreciation",
     {"us-gaap:DepreciationDepletionAndAmortization",
      "us-gaap:DepreciationAmortizationAndAccretionNet", "us-gaap:DepreciationAndAmortization",
      "ifrs-full:DepreciationAndAmortisationExpense", "depreciation"}},
    {"equity",
     {"us-gaap:StockholdersEquity",
      "us-gaap:StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest",
      "ifrs-full:EquityAttributableToOwnersOfParent", "ifrs-full:Equity", "equity"}},
    {"current_assets", {"us-gaap:AssetsCurrent", "ifrs-full:CurrentAssets", "current_assets"}},
    {"current_liabilities",
     {"us-gaap:LiabilitiesCurrent", "ifrs-full:CurrentLiabilities", "current_liabilities"}},
    {"long_term_debt",
     {"us-gaap:LongTermDebt",
      "us-gaap:LongTermDebtAndCapitalLeaseObligationsIncluding"
      "CurrentMaturities",
      "long_term_debt"}},
    {"long_term_debt_noncurrent",
     {"us-gaap:LongTermDebtNoncurrent", "us-gaap:LongTermDebtAndCapitalLeaseObligations",
      "ifrs-full:NoncurrentPortionOfNoncurrentBorrowings", "long_term_debt_noncurrent"}},
    {"long_term_debt_current",
     {"us-gaap:LongTermDebtCurrent", "us-gaap:LongTermDebtAndCapitalLeaseObligationsCurrent",
      "ifrs-full:CurrentPortionOfNoncurrentBorrowings", "long_term_debt_current"}},
    {"short_term_borrowings",
     {"us-gaap:ShortTermBorrowings", "us-gaap:CommercialPaper", "us-gaap:OtherShortTermBorrowings",
      "ifrs-full:ShorttermBorrowings", "short_term_borrowings"}},
    {"cash",
     {"us-gaap:CashAndCashEquivalentsAtCarryingValue", "us-gaap:Cash",
      "ifrs-full:CashAndCashEquivalents", "cash"}},
    {"short_term_investments",
     {"us-gaap:ShortTermInvestments", "us-gaap:MarketableSecuritiesCurrent",
      "us-gaap:AvailableForSaleSecuritiesCurrent",
      "us-gaap:AvailableForSaleSecuritiesDebtSecuritiesCurrent", "short_term_investments"}},
    // The cover page counts all classes on a day after the balance sheet.
    {"shares_outstanding",
     {"dei:EntityCommonStockSharesOutstanding", "us-gaap:CommonStockSharesOutstanding",
      "shares_outstanding"}},
}};

}  // namespace

std::string_view to_string(StatementItem item) noexcept {
    return table[static_cast<std::size_t>(item)].name;
}

std::span<std::string_view const> tags_of(StatementItem item) noexcept {
    auto const& tags = table[static_cast<std::size_t>(item)].tags;
    std::size_t count = 0;
    while (count < tags.size() && !tags[count].empty()) ++count;
    return {tags.data(), count};
}

std::optional<StatementItem> find_item(std::string_view tag) noexcept {
    for (std::size_t i = 0; i < table.size(); ++i)
        for (auto const known : tags_of(static_cast<StatementItem>(i)))
            if (known == tag) return static_cast<StatementItem>(i);
    return std::nullopt;
}

std::string_view to_string(FigureAbsence absence) noexcept {
    switch (absence) {
        case FigureAbsence::none:
            return "";
        case FigureAbsence::no_filing_by_as_of:
            return "no_filing_by_as_of";
        case FigureAbsence::not_in_filing:
            return "not_in_filing";
        case FigureAbsence::stale_filing:
            return "stale_filing";
        case FigureAbsence::share_basis:
            return "share_basis";
        case FigureAbsence::currency_differs:
            return "currency_differs";
        case FigureAbsence::not_positive:
            return "not_positive";
    }
    return "";
}

}  // namespace ec::market
