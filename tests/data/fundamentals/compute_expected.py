"""Figures of AAPL and JPM on chosen days, each from periods named by hand."""

import json
import pathlib

FOLDER = pathlib.Path(__file__).parent


class Company:
    def __init__(self, name):
        self.name = name
        self.facts = json.loads((FOLDER / f"{name}_companyfacts.json").read_text())["facts"]["us-gaap"]

    def value(self, as_of, tag, end, start=None):
        (rows,) = self.facts[tag]["units"].values()
        public = [r for r in rows
                  if r["end"] == end and r.get("start") == start and r["filed"] <= as_of]
        assert public, (as_of, tag, start, end)
        return max(public, key=lambda r: r["filed"])["val"]


REVENUE = "RevenueFromContractWithCustomerExcludingAssessedTax"
PRETAX = "IncomeLossFromContinuingOperationsBeforeIncomeTaxesExtraordinaryItemsNoncontrollingInterest"
# Periods as (start, end): a year, or (year, to date, same part of the year before).
FY24 = ("2023-10-01", "2024-09-28")
FY25 = ("2024-09-29", "2025-09-27")
Q1_25 = ("2024-09-29", "2024-12-28")
Q1_26 = ("2025-09-28", "2025-12-27")
H1_24 = ("2023-10-01", "2024-03-30")
H1_25 = ("2024-09-29", "2025-03-29")
H1_26 = ("2025-09-28", "2026-03-28")
# as-of day: close, balance sheet, trailing year, the trailing year before it
AAPL = {
    "2025-11-21": (271.49, "2025-09-27", [FY25], [FY24]),
    "2026-02-02": (250.0, "2025-12-27", [FY25, Q1_26, Q1_25], None),
    "2026-05-04": (260.0, "2026-03-28", [FY25, H1_26, H1_25], [FY24, H1_25, H1_24]),
}


def trailing(company, as_of, tag, periods):
    signs = (1, 1, -1)
    return sum(sign * company.value(as_of, tag, end, start)
               for sign, (start, end) in zip(signs, periods))


def emit(company, as_of, close, figures):
    for figure, value in figures.items():
        print(f"{company.name},{as_of},{close},{figure},{value!r}")


def aapl():
    company = Company("AAPL")
    for as_of, (close, balance, now, before) in AAPL.items():
        flow = lambda tag: trailing(company, as_of, tag, now)
        held = lambda tag: company.value(as_of, tag, balance)
        revenue, net, operating = flow(REVENUE), flow("NetIncomeLoss"), flow("OperatingIncomeLoss")
        eps = flow("EarningsPerShareDiluted")
        equity = held("StockholdersEquity")
        debt = held("LongTermDebt") + held("CommercialPaper")
        cash = held("CashAndCashEquivalentsAtCarryingValue") + held("MarketableSecuritiesCurrent")
        cap = close * held("CommonStockSharesOutstanding")
        tax = flow("IncomeTaxExpenseBenefit") / flow(PRETAX)
        free = flow("NetCashProvidedByUsedInOperatingActivities") - flow(
            "PaymentsToAcquirePropertyPlantAndEquipment")
        figures = {
            "revenue_ttm": revenue, "net_income_ttm": net, "eps_ttm": eps,
            "gross_margin": 100 * flow("GrossProfit") / revenue,
            "operating_margin": 100 * operating / revenue, "net_margin": 100 * net / revenue,
            "roe": 100 * net / equity,
            "roic": 100 * operating * (1 - tax) / (debt + equity - cash),
            "current_ratio": held("AssetsCurrent") / held("LiabilitiesCurrent"),
            "debt_to_equity": debt / equity,
            "pe_ttm": close / eps, "pb": cap / equity, "ps": cap / revenue,
            "ev_ebitda": (cap + debt - cash) / (
                operating + flow("DepreciationDepletionAndAmortization")),
            "fcf_yield": 100 * free / cap,
        }
        if before:
            figures["revenue_growth"] = 100 * (
                revenue / trailing(company, as_of, REVENUE, before) - 1)
        emit(company, as_of, close, figures)


def jpm():
    company = Company("JPM")
    as_of, balance, year, before = (
        "2026-02-20", "2025-12-31", ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31"))
    revenue = trailing(company, as_of, "Revenues", [year])
    net = trailing(company, as_of, "NetIncomeLoss", [year])
    emit(company, as_of, 300.0, {
        "revenue_ttm": revenue, "net_income_ttm": net,
        "net_margin": 100 * net / revenue,
        "roe": 100 * net / company.value(as_of, "StockholdersEquity", balance),
        "revenue_growth": 100 * (revenue / trailing(company, as_of, "Revenues", [before]) - 1),
        "pe_ttm": 300.0 / trailing(company, as_of, "EarningsPerShareDiluted", [year]),
    })


print("company,as_of,close,figure,value")
aapl()
jpm()
