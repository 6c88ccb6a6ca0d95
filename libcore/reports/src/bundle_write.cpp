#include "bundle.hpp"
#include "marks.hpp"

#include <ec/base/json_writer.hpp>
#include <ec/reports/render.hpp>

#include <fmt/format.h>

namespace ec::reports {
namespace {

using narrative::Document;

void write_spans(JsonWriter& json, narrative::Spans const& spans) {
    json.begin_array();
    for (auto const& span : spans) {
        json.begin_object();
        json.member("text", span.text);
        if (span.claim >= 0) {
            json.member("claim", span.claim);
        }
        if (span.strong) {
            json.member("strong", true);
        }
        json.end_object();
    }
    json.end_array();
}

std::string_view block_name(narrative::BlockKind kind) {
    switch (kind) {
        case narrative::BlockKind::paragraph:
            return "paragraph";
        case narrative::BlockKind::list:
            return "list";
        case narrative::BlockKind::table:
            return "table";
        case narrative::BlockKind::chart:
            return "chart";
        case narrative::BlockKind::note:
            return "note";
    }
    return "paragraph";
}

void write_section(JsonWriter& json, narrative::Section const& section) {
    json.begin_object();
    json.member("id", narrative::to_string(section.id));
    json.member("title", section.title);
    json.key("blocks");
    json.begin_array();
    for (auto const& block : section.blocks) {
        json.begin_object();
        json.member("kind", block_name(block.kind));
        if (block.columns != 0) {
            json.member("columns", block.columns);
        }
        json.key("lines");
        json.begin_array();
        for (auto const& line : block.lines) write_spans(json, line);
        json.end_array();
        json.end_object();
    }
    json.end_array();
    json.end_object();
}

void write_claim(JsonWriter& json, narrative::Claim const& claim) {
    json.begin_object();
    json.member("id", claim.id);
    json.member("begin", static_cast<std::int64_t>(claim.begin));
    json.member("end", static_cast<std::int64_t>(claim.end));
    json.member("text", claim.text);
    json.member("kind", narrative::to_string(claim.kind));
    if (claim.value) {
        json.member("value", *claim.value);
    }
    json.member("verdict", narrative::to_string(claim.verdict));
    json.key("facts");
    json.begin_array();
    for (auto const& id : claim.facts) json.value(id);
    json.end_array();
    json.text_member("operation", claim.operation);
    json.text_member("expected", claim.expected);
    json.text_member("reason", claim.reason);
    json.end_object();
}

std::string document_json(Document const& document) {
    JsonWriter json;
    json.begin_object();
    json.member("language", narrative::to_string(document.language));
    json.member("title", document.title);
    json.key("sections");
    json.begin_array();
    for (auto const& section : document.sections) write_section(json, section);
    json.end_array();
    json.key("claims");
    json.begin_array();
    for (auto const& claim : document.claims) write_claim(json, claim);
    json.end_array();
    json.end_object();
    return json.take();
}

std::string audit_json(narrative::AuditSummary const& audit) {
    JsonWriter json;
    json.begin_object();
    json.member("supported", audit.supported);
    json.member("derived", audit.derived);
    json.member("unsupported", audit.unsupported);
    json.member("contradicted", audit.contradicted);
    json.end_object();
    return json.take();
}

void write_outlook(JsonWriter& json, std::string_view name, analysis::Outlook const& outlook) {
    json.key(name);
    json.begin_object();
    json.member("up", outlook.up);
    json.member("inside", outlook.inside);
    json.member("down", outlook.down);
    json.end_object();
}

std::string call_json(std::optional<analysis::Call> const& call) {
    if (!call) return "null";
    JsonWriter json;
    auto const number = [&](std::string_view name, double value) { json.member(name, value); };
    auto const flag = [&](std::string_view name, bool value) { json.member(name, value); };
    auto const count = [&](std::string_view name, std::int64_t value) { json.member(name, value); };
    json.begin_object();
    count("horizon", call->horizon);
    number("band", call->band);
    number("up_above", call->up_above);
    number("down_below", call->down_below);
    write_outlook(json, "probability", call->probability);
    write_outlook(json, "base_rate", call->base_rate);
    json.member("direction", analysis::to_string(call->direction));
    number("confidence", call->confidence);
    flag("measured_edge", call->measured_edge);
    json.member("lean", analysis::to_string(call->lean));
    if (call->lean_since) {
        json.member("lean_since", call->lean_since->iso());
    }
    count("lean_sum", call->lean_sum);
    count("windows", call->windows);
    json.member("table_version", call->table_version);
    flag("against_lean", call->against_lean);
    number("reopen_above", call->reopen_above);
    number("reopen_below", call->reopen_below);
    json.text_member("thesis", call->thesis);
    json.end_object();
    return json.take();
}

void write_texts(JsonWriter& json, std::string_view name, std::vector<std::string> const& texts) {
    json.key(name);
    json.begin_array();
    for (auto const& text : texts) json.value(text);
    json.end_array();
}

std::string context_json(Report const& report) {
    JsonWriter json;
    json.begin_object();
    json.key("abstained");
    json.begin_array();
    for (auto const reason : report.abstained) json.value(analysis::to_string(reason));
    json.end_array();
    json.key("data_notes");
    json.begin_object();
    write_texts(json, "en", report.data_notes_en);
    write_texts(json, "zh", report.data_notes_zh);
    json.end_object();
    json.text_member("void_reason", report.void_reason);
    json.key("previous");
    if (report.previous)
        json.raw(analysis::render_facts_json(*report.previous));
    else
        json.null();
    json.end_object();
    return json.take();
}

std::string authorship_json(Authorship const& authorship) {
    JsonWriter json;
    json.begin_object();
    json.member("analyst", authorship.analyst);
    json.text_member("prompt_version", authorship.prompt_version);
    json.text_member("provider", authorship.provider);
    json.text_member("model", authorship.model);
    json.key("parameters");
    json.begin_object();
    for (auto const& [name, value] : authorship.parameters) json.member(name, value);
    json.end_object();
    json.member("table_version", authorship.table_version);
    json.end_object();
    return json.take();
}

std::string subject_json(Report const& report) {
    JsonWriter json;
    json.begin_object();
    json.member("symbol", report.sheet.symbol.text());
    json.member("as_of", report.sheet.as_of.iso());
    json.member("language", narrative::to_string(report.document.language));
    json.member("horizon", report.sheet.horizon);
    json.member("outcome", analysis::to_string(report.outcome));
    json.member("profile", report.profile);
    json.member("sample", report.sheet.sample);
    json.end_object();
    return json.take();
}

std::string text_json(std::string_view text) {
    JsonWriter json;
    json.value(text);
    return json.take();
}

}  // namespace

std::vector<Part> render_parts(Report const& report) {
    return {{"label", text_json(label_text(report))},
            {"subject", subject_json(report)},
            {"audit", audit_json(report.document.audit)},
            {"call", call_json(report.call)},
            {"document", document_json(report.document)},
            {"facts", analysis::render_facts_json(report.sheet)},
            {"context", context_json(report)},
            {"authorship", authorship_json(report.authorship)},
            {"answer", text_json(report.answer)},
            {"inputs", render_inputs(report.inputs)}};
}

std::string render_view_json(Report const& report, RenderOptions const& options) {
    auto shown = report;
    shown.document = visible_document(report, options.profile);
    if (options.profile == Profile::facts_only) shown = extract_facts(std::move(shown));
    std::string json = fmt::format("{{\"format\":\"{}\"", extract_format);
    for (auto const& part : render_parts(shown)) {
        if (part.name == "inputs" || part.name == "answer" || part.bytes == "null") continue;
        json += fmt::format(",\"{}\":{}", part.name, part.bytes);
    }
    return json + '}';
}

}  // namespace ec::reports
