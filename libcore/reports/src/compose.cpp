#include <ec/reports/compose.hpp>

#include <ec/crypto/digest.hpp>
#include <ec/market/adjustment.hpp>
#include <ec/market/quality.hpp>
#include <ec/market/ratios.hpp>
#include <ec/narrative/audit.hpp>

#include <algorithm>
#include <span>

namespace ec::reports {
namespace {

market::Series until(market::Series const& series, Date as_of, std::size_t most_rows) {
    market::Series kept;
    kept.symbol = series.symbol;
    kept.source = series.source;
    kept.basis = series.basis;
    kept.base_date = series.base_date;
    kept.currency = series.currency;
    kept.sample = series.sample;
    auto const last = series.bars.count_until(as_of);
    kept.bars = series.bars.slice(last - std::min(last, most_rows), last);
    for (auto const& action : series.actions)
        if (action.ex_date <= as_of && !kept.bars.empty() && action.ex_date > kept.bars.date[0])
            kept.actions.push_back(action);
    return kept;
}

// Flags that compare a bar with the one before it, which may be in another currency.
constexpr auto checked_flags =
    static_cast<market::BarFlags>(static_cast<unsigned>(market::BarFlag::impossible_price) |
                                  static_cast<unsigned>(market::BarFlag::unit_error) |
                                  static_cast<unsigned>(market::BarFlag::unexplained_gap) |
                                  static_cast<unsigned>(market::BarFlag::limit_locked_up) |
                                  static_cast<unsigned>(market::BarFlag::limit_locked_down));

// Prices of two currencies are not one series: what came before the change goes.
void keep_one_currency(ReportInputs& inputs, Date as_of) {
    auto& series = inputs.symbol;
    auto const state = market::state_as_of(inputs.instrument.events, series.symbol.text(), as_of);
    if (!state.currency.empty()) series.currency = state.currency;
    if (!state.currency_since) return;
    auto const gone = series.bars.count_until(*state.currency_since - 1);
    if (gone == 0) return;
    series.bars = series.bars.slice(gone, series.bars.size());
    std::erase_if(series.actions, [&](market::CorporateAction const& action) {
        return series.bars.empty() || action.ex_date <= series.bars.date[0];
    });
    for (auto& flags : series.bars.flags)
        flags = static_cast<market::BarFlags>(flags & ~checked_flags);
    market::check_bars(series.bars, {.symbol = series.symbol,
                                     .kind = inputs.instrument.kind,
                                     .basis = series.basis,
                                     .actions = series.actions});
}

std::optional<Date> session_before(market::Bars const& bars, Date session) {
    for (auto row = bars.count_until(session - 1); row > 0; --row)
        if (!market::has(bars.flags[row - 1], market::BarFlag::suspended))
            return bars.date[row - 1];
    return std::nullopt;
}

// The session before the sheet's, by the same rules.
std::optional<analysis::FactSheet> previous_sheet(ReportInputs const& inputs,
                                                  analysis::FactInput input, Date session) {
    auto const before = session_before(inputs.symbol.bars, session);
    if (!before) return std::nullopt;
    input.as_of = *before;
    return analysis::compute_facts(input);
}

// What the figures of the day and of the session before were made of.
std::vector<market::FiledFact> used_filings(market::Series const& symbol,
                                            std::span<market::FiledFact const> filings,
                                            Date as_of) {
    auto const used_on = [&](Date day) {
        return market::used_facts(
            market::compute_statements(market::FundamentalsView(filings, day)));
    };
    auto kept = used_on(as_of);
    auto const rows = symbol.bars.count_until(as_of);
    auto const last = rows == 0 ? as_of : symbol.bars.date[rows - 1];
    if (auto const before = session_before(symbol.bars, last)) {
        auto const older = used_on(*before);
        kept.insert(kept.end(), older.begin(), older.end());
    }
    std::ranges::sort(kept);
    auto const repeated = std::ranges::unique(kept);
    kept.erase(repeated.begin(), repeated.end());
    return kept;
}

}  // namespace

ReportInputs make_inputs(market::Series const& symbol, market::Series const* benchmark,
                         analysis::InstrumentInfo instrument,
                         std::vector<market::FiledFact> filings, Date as_of) {
    ReportInputs inputs;
    inputs.symbol = until(symbol, as_of, symbol.bars.size());
    if (benchmark != nullptr) inputs.benchmark = until(*benchmark, as_of, benchmark_rows);
    inputs.instrument = std::move(instrument);
    inputs.instrument.events = market::events_known_by(inputs.instrument.events, as_of);
    keep_one_currency(inputs, as_of);
    inputs.filings = used_filings(inputs.symbol, filings, as_of);
    inputs.as_of = as_of;
    return inputs;
}

analysis::FactInput fact_input(ReportInputs const& inputs, std::int32_t horizon,
                               analysis::ProbabilityTable const* table) {
    analysis::FactInput input;
    input.series = &inputs.symbol;
    input.benchmark = inputs.benchmark ? &*inputs.benchmark : nullptr;
    input.instrument = inputs.instrument;
    input.filings = inputs.filings;
    input.as_of = inputs.as_of;
    input.horizon = horizon;
    input.table = table;
    return input;
}

Report compose_facts(ReportInputs inputs, ComposeSettings const& settings,
                     analysis::ProbabilityTable const* table) {
    auto const input = fact_input(inputs, settings.horizon, table);
    auto assessment = analysis::assess(input);
    Report report;
    report.outcome =
        assessment.abstained.empty() ? analysis::Outcome::ok : analysis::Outcome::abstain;
    report.document.language = settings.language;
    report.previous = previous_sheet(inputs, input, assessment.sheet.as_of);
    report.sheet = std::move(assessment.sheet);
    report.call = std::move(assessment.call);
    report.abstained = std::move(assessment.abstained);
    report.data_notes_en = settings.data_notes_en;
    report.data_notes_zh = settings.data_notes_zh;
    report.profile = settings.profile;
    report.authorship.analyst = narrative::rules_version;
    report.authorship.table_version = report.call ? report.call->table_version : std::string();
    report.inputs = std::move(inputs);
    return report;
}

narrative::ReportInput narrative_input(Report const& report) {
    narrative::ReportInput input;
    input.sheet = report.sheet;
    input.call = report.call;
    input.abstained = report.abstained;
    input.previous = report.previous;
    input.data_notes_en = report.data_notes_en;
    input.data_notes_zh = report.data_notes_zh;
    input.profile = report.profile;
    input.void_reason = report.void_reason;
    return input;
}

void finish_report(Report& report) {
    narrative::audit_document(report.document, report.sheet);
    narrative::Provenance provenance;
    auto const& model = report.authorship.model;
    provenance.analyst = model.empty() ? report.authorship.analyst : model;
    provenance.prompt_version = report.authorship.prompt_version;
    provenance.fact_sheet_sha256 = crypto::sha256_hex(analysis::render_facts_json(report.sheet));
    provenance.table_version = report.authorship.table_version;
    narrative::finish_document(report.document, narrative_input(report), provenance);
}

ModelReport compose_model_report(Report report, Authorship authorship, std::string answer) {
    auto const language = report.document.language;
    auto read = narrative::parse_answer(answer, report.sheet, language);
    if (auto* bad = std::get_if<narrative::UnparseableAnswer>(&read)) return std::move(*bad);
    auto& parsed = std::get<narrative::ParsedAnswer>(read);
    authorship.table_version = report.authorship.table_version;
    report.authorship = std::move(authorship);
    report.answer = std::move(answer);
    if (report.outcome == analysis::Outcome::ok) {
        report.call = std::move(parsed.call);
        report.void_reason = parsed.void_reason;
        if (report.call) {
            report.call->table_version = report.authorship.table_version;
            analysis::set_call_facts(report.sheet, *report.call);
        } else {
            report.outcome = analysis::Outcome::void_call;
        }
    }
    report.document = narrative::document_from_blocks(std::move(parsed.sections),
                                                      narrative_input(report), language);
    finish_report(report);
    return report;
}

Report compose_report(ReportInputs inputs, ComposeSettings const& settings,
                      analysis::ProbabilityTable const* table) {
    auto report = compose_facts(std::move(inputs), settings, table);
    report.document = narrative::write_report(narrative_input(report), settings.language);
    finish_report(report);
    return report;
}

}  // namespace ec::reports
