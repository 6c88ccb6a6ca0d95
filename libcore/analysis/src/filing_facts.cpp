#include "measures.hpp"

#include <ec/market/ratios.hpp>

#include <fmt/format.h>

namespace ec::analysis {
namespace {

// Forms, dates and numbers of the filings behind a figure.
std::string filings_note(std::vector<market::FiledFact> const& inputs) {
    std::string note;
    for (auto const& filing : market::filings_of(inputs))
        note += fmt::format("{}{} {} {}", note.empty() ? "" : "; ", filing.form, filing.filed.iso(),
                            filing.accession);
    return note;
}

void add_money(FactWriter& out, Measures const& m, market::Statements const& statements,
               std::string_view id) {
    auto const& figure = statements.figure(id);
    if (!figure.present())
        out.absent(id, market::to_string(figure.absent));
    else if (statements.currency != m.input.series->currency)
        out.absent(id, absence::currency_differs);  // money facts are in the quote currency
    else
        out.plain(id, figure.value, filings_note(figure.inputs));
}

void add_filing_dates(FactWriter& out, market::Statements const& statements) {
    if (!statements.filed || !statements.period_end) {
        auto const reason = statements.filed ? absence::not_in_filing : absence::no_filing_by_as_of;
        for (auto const* id : {"filing_date", "filing_before_date", "period_end"})
            out.absent(id, reason);
        return;
    }
    out.plain("filing_date", *statements.filed, statements.form);
    out.plain("period_end", *statements.period_end, "");
    std::optional<market::FilingReference> before;
    for (auto const* id : {"revenue_ttm", "net_income_ttm"})
        for (auto const& filing : market::filings_of(statements.figure(id).inputs))
            if (filing.filed < *statements.filed && (!before || filing.filed > before->filed))
                before = filing;
    if (before)
        out.plain("filing_before_date", before->filed, before->form);
    else
        out.absent("filing_before_date", absence::not_in_filing);
}

}  // namespace

void add_filing_facts(FactWriter& out, Measures const& m) {
    auto const statements =
        market::compute_statements(market::FundamentalsView(m.input.filings, m.view.as_of));
    add_filing_dates(out, statements);
    add_money(out, m, statements, "revenue_ttm");
    add_money(out, m, statements, "net_income_ttm");
    market::MarketPrice const price{m.close(), m.input.series->currency, m.view.applied};
    for (auto const& ratio : market::compute_ratios(statements, price)) {
        auto const id = ratio.definition->id;
        if (!statements.filed)
            out.absent(id, absence::no_filing_by_as_of);
        else if (ratio.definition->needs_price && m.view.vintage_adjusted)
            out.absent(id, absence::vintage_adjusted);  // the price is not that of the day
        else if (ratio.absent != market::FigureAbsence::none)
            out.absent(id, market::to_string(ratio.absent));
        else
            out.plain(id, ratio.value, filings_note(ratio.inputs));
    }
}

}  // namespace ec::analysis
