#include "marks.hpp"

#include "bundle.hpp"
#include "texts.hpp"

#include <ec/analysis/fact_catalog.hpp>
#include <ec/base/math.hpp>

#include <cmath>

#include <fmt/format.h>

namespace ec::reports {
namespace {

using analysis::Fact;
using analysis::Unit;
using narrative::Claim;
using narrative::Verdict;

// The preferred name: what stands before the first '|'.
std::string fact_name(std::string_view id, narrative::Language language) {
    auto const* entry = analysis::find_fact_entry(id);
    if (entry == nullptr) return std::string(id);
    auto const names = language == narrative::Language::zh ? entry->zh : entry->en;
    return std::string(names.substr(0, names.find('|')));
}

std::string_view operation_name(std::string_view operation, Texts const& texts) {
    if (operation == "difference") return texts.difference;
    if (operation == "ratio") return texts.ratio;
    if (operation == "percent_change") return texts.percent_change;
    if (operation == "sum") return texts.sum;
    if (operation == "rescale") return texts.rescale;
    return operation;
}

std::string format_number(double value) {
    double const magnitude = std::fabs(value);
    int const decimals = magnitude >= 1e6 ? 0 : magnitude >= 1 ? 2 : 4;
    auto text = fmt::format("{:.{}f}", value, decimals);
    if (decimals == 4)
        while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace

Mark mark_of(narrative::Document const& document, narrative::Span const& span) {
    if (span.claim < 0) return Mark::none;
    switch (claim_of(document, span).verdict) {
        case Verdict::supported:
        case Verdict::derived:
            return Mark::checked;
        case Verdict::unsupported:
            return Mark::unsupported;
        case Verdict::contradicted:
            return Mark::contradicted;
    }
    return Mark::none;
}

Claim const& claim_of(narrative::Document const& document, narrative::Span const& span) {
    auto const index = static_cast<std::size_t>(span.claim);
    EC_CHECK(span.claim >= 0 && index < document.claims.size());
    return document.claims[index];
}

std::string format_fact(Report const& report, Fact const& fact) {
    if (!fact.present()) return fact.absent;
    if (fact.date) return fact.date->iso();
    if (!fact.value) return fact.text;
    auto number = format_number(*fact.value);
    switch (fact.unit) {
        case Unit::price:
        case Unit::money:
            return fmt::format("{} {}", number, report.sheet.currency);
        case Unit::percent:
        case Unit::percent_points:
            return number + " %";
        case Unit::atr:
            return number + " ATR";
        case Unit::ratio:
        case Unit::index:
        case Unit::shares:
        case Unit::sessions:
        case Unit::count:
        case Unit::date:
        case Unit::text:
            return number;
    }
    return number;
}

int outlook_decimals(analysis::Outlook const& outlook) {
    auto const sum = std::lround(outlook.up * 100) + std::lround(outlook.inside * 100) +
                     std::lround(outlook.down * 100);
    return sum == 100 ? 0 : 1;
}

std::string describe_source(Report const& report, Claim const& claim) {
    auto const language = report.document.language;
    std::string text;
    for (auto const& id : claim.facts) {
        auto const* fact = report.sheet.find(id);
        if (!text.empty()) text += language == narrative::Language::zh ? "；" : "; ";
        text += fact_name(id, language);
        if (fact == nullptr) continue;
        text += ' ' + format_fact(report, *fact);
        if (!fact->formula.empty() && fact->formula != id)
            text += fmt::format(" = {}", fact->formula);
        if (fact->window_first && fact->window_last && fact->window_first != fact->window_last)
            text += fmt::format(", {}..{}", fact->window_first->iso(), fact->window_last->iso());
    }
    if (claim.verdict == Verdict::derived && !claim.operation.empty())
        text += fmt::format(" ({})", operation_name(claim.operation, texts_of(language)));
    return text;
}

std::string describe_problem(Report const& report, Claim const& claim) {
    auto const& texts = texts_of(report.document.language);
    if (claim.verdict == Verdict::unsupported)
        return fmt::format("\"{}\"{}{}", claim.text, texts.colon, texts.unsupported);
    auto const source = describe_source(report, claim);
    auto text =
        fmt::format("\"{}\"{}{} {}", claim.text, texts.colon, texts.contradicted, claim.expected);
    return source.empty() ? text : fmt::format("{} ({})", text, source);
}

std::string contradicting_fact(Report const& report, Claim const& claim) {
    if (claim.expected.empty()) return {};
    return fmt::format(" [{} {}]", texts_of(report.document.language).data, claim.expected);
}

std::string head_label(Report const& report, narrative::Document const& document) {
    auto label = label_text(report);
    auto const* status = narrative::find_section(document, narrative::SectionId::status);
    if (status == nullptr) return label;
    for (auto const& block : status->blocks)
        for (auto const& line : block.lines)
            if (narrative::plain_text(line) == label) return {};
    return label;
}

std::string licence_line(Report const& report, RenderOptions const& options) {
    if (options.profile != Profile::licensed) return {};
    return fmt::format(fmt::runtime(texts_of(report.document.language).licence),
                       options.licence.institution, options.licence.licence_number,
                       options.licence.author_numbers);
}

void check_options(RenderOptions const& options) {
    auto const& licence = options.licence;
    if (options.profile == Profile::licensed &&
        (licence.institution.empty() || licence.licence_number.empty() ||
         licence.author_numbers.empty()))
        throw Error(ErrorCode::invalid_input, "render.licence_missing",
                    "The licensed profile prints institution, licence and author numbers on every "
                    "page. Set compliance.institution, compliance.licence_number and "
                    "compliance.author_numbers.");
}

std::string label_text(Report const& report) {
    auto const& texts = texts_of(report.document.language);
    auto const& model = report.authorship.model;
    if (model.empty()) return std::string(texts.rules_label);
    return fmt::format("{}{}{}", texts.model_label_before, model, texts.model_label_after);
}

Report extract_facts(Report report) {
    report.call.reset();
    report.answer.clear();
    report.sheet = visible_sheet(std::move(report.sheet), Profile::facts_only);
    if (report.previous)
        report.previous = visible_sheet(std::move(*report.previous), Profile::facts_only);
    return report;
}

std::string render_json(Report const& report, RenderOptions const& options) {
    check_options(options);
    if (options.profile != Profile::facts_only) return render_report_json(report);
    auto shown = report;
    shown.document = visible_document(report, options.profile);
    auto const parts = render_parts(extract_facts(std::move(shown)));
    return assemble(extract_format, parts, hash_parts(parts));
}

}  // namespace ec::reports
