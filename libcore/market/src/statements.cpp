#include <ec/market/ratios.hpp>

#include <algorithm>
#include <tuple>

namespace ec::market {
namespace {

using enum StatementItem;

Figure absent_as(FigureAbsence reason) {
    Figure figure;
    figure.absent = reason;
    return figure;
}

Figure combine(Figure const& a, double factor, Figure const& b) {
    if (!a.present()) return a;
    if (!b.present()) return b;
    auto total = a;
    total.value += factor * b.value;
    total.inputs.insert(total.inputs.end(), b.inputs.begin(), b.inputs.end());
    return total;
}

// A line that companies leave out when it is nil: counted where it is reported.
Figure with_reported(Figure const& a, Figure const& b) {
    return b.present() ? combine(a, 1, b) : a;
}

class Builder {
  public:
    explicit Builder(FundamentalsView const& view) : view_(view) {
        out_.currency = view.currency();
        out_.period_end = newest({net_income, revenue});
        out_.balance_date = newest({equity, current_assets});
    }

    void add_flows() {
        add_flow("revenue_ttm", revenue);
        for (auto const& [id, years] :
             {std::pair("revenue_ttm_1", 1), std::pair("revenue_ttm_3", 3),
              std::pair("revenue_ttm_5", 5)})
            add(id, out_.period_end, [&, years = years](Date end) {
                return view_.trailing_year_before(revenue, end, years);
            });
        add("gross_profit_ttm", out_.period_end, [&](Date end) {
            auto const stated = view_.trailing_year(gross_profit, end);
            return stated.present() ? stated
                                    : combine(view_.trailing_year(revenue, end), -1,
                                              view_.trailing_year(cost_of_revenue, end));
        });
        add_flow("operating_income_ttm", operating_income);
        add_flow("pretax_income_ttm", pretax_income);
        add_flow("income_tax_ttm", income_tax);
        add_flow("net_income_ttm", net_income);
        add_flow("eps_ttm", eps_diluted);
        add_flow("operating_cash_flow_ttm", operating_cash_flow);
        add_flow("capital_expenditure_ttm", capital_expenditure);
        add_flow("depreciation_ttm", depreciation);
    }

    void add_balances() {
        auto const plain = [&](std::string_view id, StatementItem item) {
            add(id, out_.balance_date, [&](Date end) { return view_.instant(item, end); });
        };
        plain("equity", equity);
        plain("current_assets", current_assets);
        plain("current_liabilities", current_liabilities);
        add("debt", out_.balance_date, [&](Date end) {
            auto lasting = view_.instant(long_term_debt, end);
            if (!lasting.present())
                lasting = with_reported(view_.instant(long_term_debt_noncurrent, end),
                                        view_.instant(long_term_debt_current, end));
            return with_reported(lasting, view_.instant(short_term_borrowings, end));
        });
        add("cash", out_.balance_date, [&](Date end) {
            return with_reported(view_.instant(cash, end),
                                 view_.instant(short_term_investments, end));
        });
        // Counted on the cover's own day, so the newest there is.
        auto const* shares = view_.find_newest(shares_outstanding);
        add("shares_outstanding", shares == nullptr ? std::nullopt : std::optional(shares->end),
            [&](Date end) { return view_.instant(shares_outstanding, end); });
    }

    [[nodiscard]] Statements take() && {
        auto const used = used_facts(out_);
        for (auto const& fact : used)
            if (!out_.filed || fact.filed >= *out_.filed) {
                out_.filed = fact.filed;
                out_.form = fact.form;
            }
        return std::move(out_);
    }

  private:
    std::optional<Date> newest(std::initializer_list<StatementItem> items) {
        FiledFact const* found = nullptr;
        for (auto const item : items) {
            auto const* fact = view_.find_newest(item);
            if (fact != nullptr && (found == nullptr || fact->end > found->end)) found = fact;
        }
        if (found == nullptr) return std::nullopt;
        out_.anchors.push_back(*found);
        return found->end;
    }

    void add_flow(std::string_view id, StatementItem item) {
        add(id, out_.period_end, [&](Date end) { return view_.trailing_year(item, end); });
    }

    template <typename Compute>
    void add(std::string_view id, std::optional<Date> end, Compute const& compute) {
        if (!out_.period_end && !out_.balance_date) {
            out_.figures.push_back({id, absent_as(FigureAbsence::no_filing_by_as_of)});
        } else if (!end) {
            out_.figures.push_back({id, absent_as(FigureAbsence::not_in_filing)});
        } else {
            auto figure = compute(*end);
            if (view_.as_of() - *end > stale_after_days)
                figure.absent = FigureAbsence::stale_filing;
            out_.figures.push_back({id, std::move(figure)});
        }
    }

    FundamentalsView const& view_;
    Statements out_;
};

}  // namespace

Figure const& Statements::figure(std::string_view id) const {
    static Figure const missing;
    auto const found = std::ranges::find(figures, id, &StatementFigure::id);
    return found == figures.end() ? missing : found->figure;
}

Statements compute_statements(FundamentalsView const& view) {
    Builder builder(view);
    builder.add_flows();
    builder.add_balances();
    return std::move(builder).take();
}

std::vector<FiledFact> used_facts(Statements const& statements) {
    auto used = statements.anchors;
    for (auto const& [id, figure] : statements.figures)
        used.insert(used.end(), figure.inputs.begin(), figure.inputs.end());
    std::ranges::sort(used);
    auto const repeated = std::ranges::unique(used);
    used.erase(repeated.begin(), repeated.end());
    return used;
}

std::vector<FilingReference> filings_of(std::span<FiledFact const> facts) {
    std::vector<FilingReference> filings;
    for (auto const& fact : facts) filings.push_back({fact.accession, fact.form, fact.filed});
    std::ranges::sort(filings, [](FilingReference const& a, FilingReference const& b) {
        return std::tie(a.filed, a.accession, a.form) < std::tie(b.filed, b.accession, b.form);
    });
    auto const repeated = std::ranges::unique(filings);
    filings.erase(repeated.begin(), repeated.end());
    return filings;
}

}  // namespace ec::market
