#include "bundle_value.hpp"

#include <algorithm>
#include <array>

namespace ec::reports {
namespace {

constexpr int max_depth = 12;

std::optional<narrative::BlockKind> parse_block_kind(std::string_view text) {
    using narrative::BlockKind;
    constexpr std::array<std::pair<std::string_view, BlockKind>, 5> kinds{
        {{"paragraph", BlockKind::paragraph},
         {"list", BlockKind::list},
         {"table", BlockKind::table},
         {"chart", BlockKind::chart},
         {"note", BlockKind::note}}};
    for (auto const& [name, kind] : kinds)
        if (name == text) return kind;
    return std::nullopt;
}

narrative::Span parse_span(BundleValue const& value, std::size_t claims) {
    narrative::Span span;
    span.text = value.at("text").text();
    if (auto const claim = value.find("claim"))
        span.claim =
            static_cast<std::int32_t>(claim->integer(0, static_cast<std::int64_t>(claims) - 1));
    if (auto const strong = value.find("strong")) span.strong = strong->boolean();
    return span;
}

narrative::Section parse_section(BundleValue const& value, std::size_t claims) {
    narrative::Section section;
    section.id = value.at("id").word(narrative::parse_section_id);
    section.title = value.at("title").text();
    value.at("blocks").for_each([&](BundleValue const& item) {
        narrative::Block block;
        block.kind = item.at("kind").word(parse_block_kind);
        if (auto const columns = item.find("columns"))
            block.columns = static_cast<std::int32_t>(columns->integer(1, 50));
        item.at("lines").for_each([&](BundleValue const& line) {
            auto& spans = block.lines.emplace_back();
            line.for_each(
                [&](BundleValue const& span) { spans.push_back(parse_span(span, claims)); });
        });
        bool const table = block.kind == narrative::BlockKind::table;
        auto const columns = static_cast<std::size_t>(block.columns);
        if (table != (columns != 0) || (table && block.lines.size() % columns != 0))
            item.refuse("is not a table of whole rows");
        section.blocks.push_back(std::move(block));
    });
    return section;
}

narrative::Claim parse_claim(BundleValue const& value, std::size_t expected_id) {
    using narrative::ClaimKind;
    narrative::Claim claim;
    claim.id = value.at("id").int32();
    if (claim.id != static_cast<std::int32_t>(expected_id))
        value.at("id").refuse("does not count up from 0");
    claim.begin = static_cast<std::size_t>(value.at("begin").integer(0, max_report_bytes));
    claim.end = static_cast<std::size_t>(value.at("end").integer(0, max_report_bytes));
    claim.text = value.at("text").text();
    claim.kind = value.at("kind").word(between(ClaimKind::number, ClaimKind::word));
    if (auto const number = value.find("value")) claim.value = number->number();
    claim.verdict = value.at("verdict").word(narrative::parse_verdict);
    value.at("facts").for_each([&](BundleValue const& id) { claim.facts.push_back(id.text()); });
    claim.operation = value.optional_text("operation");
    claim.expected = value.optional_text("expected");
    claim.reason = value.optional_text("reason");
    return claim;
}

narrative::Document parse_document(BundleValue const& value, BundleValue const& audit) {
    narrative::Document document;
    document.language = value.at("language").word(narrative::parse_language);
    document.title = value.at("title").text();
    value.at("claims").for_each([&](BundleValue const& item) {
        document.claims.push_back(parse_claim(item, document.claims.size()));
    });
    value.at("sections").for_each([&](BundleValue const& item) {
        document.sections.push_back(parse_section(item, document.claims.size()));
    });
    document.audit.supported = audit.at("supported").int32();
    document.audit.derived = audit.at("derived").int32();
    document.audit.unsupported = audit.at("unsupported").int32();
    document.audit.contradicted = audit.at("contradicted").int32();
    return document;
}

analysis::Outlook parse_outlook(BundleValue const& value) {
    return {value.at("up").number(), value.at("inside").number(), value.at("down").number()};
}

std::optional<analysis::Call> parse_call(BundleValue const& value) {
    using analysis::Direction;
    using analysis::Lean;
    if (value.is_null()) return std::nullopt;
    analysis::Call call;
    call.horizon = value.at("horizon").int32();
    call.band = value.at("band").number();
    call.up_above = value.at("up_above").number();
    call.down_below = value.at("down_below").number();
    call.probability = parse_outlook(value.at("probability"));
    call.base_rate = parse_outlook(value.at("base_rate"));
    call.direction = value.at("direction").word(between(Direction::up, Direction::down));
    call.confidence = value.at("confidence").number();
    call.measured_edge = value.at("measured_edge").boolean();
    call.lean = value.at("lean").word(between(Lean::up, Lean::down));
    if (auto const since = value.find("lean_since")) call.lean_since = since->date();
    call.lean_sum = value.at("lean_sum").int32();
    call.windows = value.at("windows").int32();
    call.table_version = value.at("table_version").text();
    call.against_lean = value.at("against_lean").boolean();
    call.reopen_above = value.at("reopen_above").number();
    call.reopen_below = value.at("reopen_below").number();
    call.thesis = value.optional_text("thesis");
    return call;
}

analysis::FactSheet parse_facts(BundleValue const& value, std::string_view json) {
    auto const& node = value.node();
    try {
        return analysis::parse_facts_json(json.substr(node.begin, node.end - node.begin));
    } catch (BundleError const&) {
        throw;
    } catch (Error const& error) {
        value.refuse(error.public_message());
    }
}

void parse_context(Report& report, BundleValue const& value, std::string_view json) {
    using analysis::AbstainReason;
    value.at("abstained").for_each([&](BundleValue const& item) {
        report.abstained.push_back(
            item.word(between(AbstainReason::too_few_sessions, AbstainReason::delisted)));
    });
    auto const notes = value.at("data_notes");
    notes.at("en").for_each(
        [&](BundleValue const& v) { report.data_notes_en.push_back(v.text()); });
    notes.at("zh").for_each(
        [&](BundleValue const& v) { report.data_notes_zh.push_back(v.text()); });
    report.void_reason = value.optional_text("void_reason");
    if (auto const previous = value.at("previous"); !previous.is_null())
        report.previous = parse_facts(previous, json);
}

Authorship parse_authorship(BundleValue const& value) {
    Authorship authorship;
    authorship.analyst = value.at("analyst").text();
    authorship.prompt_version = value.optional_text("prompt_version");
    authorship.provider = value.optional_text("provider");
    authorship.model = value.optional_text("model");
    auto const parameters = value.at("parameters");
    if (parameters.node().kind != JsonKind::object) parameters.refuse("is not an object");
    for (auto const& name : parameters.node().keys)
        authorship.parameters.emplace_back(name, parameters.at(name).text());
    authorship.table_version = value.at("table_version").text();
    return authorship;
}

PartHashes parse_hashes(BundleValue const& value) {
    PartHashes hashes;
    if (value.node().kind != JsonKind::object) value.refuse("is not an object");
    for (auto const& name : value.node().keys) {
        auto const hash = value.at(name).text();
        if (name == "bundle")
            hashes.bundle = hash;
        else
            hashes.parts.push_back({name, hash});
    }
    return hashes;
}

Bundle parse_members(BundleValue const& root, std::string_view json) {
    if (auto const format = root.at("format"); format.text() != bundle_format)
        format.refuse(fmt::format("is not {}", bundle_format));
    Bundle bundle;
    auto& report = bundle.report;
    auto const subject = root.at("subject");
    report.outcome = subject.at("outcome").word(analysis::parse_outcome);
    report.profile = subject.at("profile").text();
    report.call = parse_call(root.at("call"));
    report.document = parse_document(root.at("document"), root.at("audit"));
    report.sheet = parse_facts(root.at("facts"), json);
    parse_context(report, root.at("context"), json);
    report.authorship = parse_authorship(root.at("authorship"));
    report.answer = root.at("answer").text();
    report.inputs = parse_inputs(root.at("inputs"));
    bundle.hashes = parse_hashes(root.at("hashes"));
    return bundle;
}

}  // namespace

BundleError::BundleError(std::string pointer, std::size_t offset, std::string_view problem)
    : Error(ErrorCode::invalid_input, "report.malformed",
            fmt::format("This is not a report.json: byte {}, {}: {}.", offset,
                        pointer.empty() ? "the whole" : pointer, problem)),
      pointer_(std::move(pointer)),
      offset_(offset) {}

Bundle parse_bundle(std::string_view json) {
    if (json.size() > max_report_bytes)
        throw BundleError("", max_report_bytes, "is longer than a report may be");
    JsonNode root;
    try {
        root = parse_json(json, max_depth);
    } catch (JsonError const& error) {
        throw BundleError(error.pointer, error.offset, error.problem);
    }
    auto bundle = parse_members(BundleValue(root, ""), json);
    auto const canonical = assemble(bundle_format, render_parts(bundle.report), bundle.hashes);
    auto const [found, expected] = std::ranges::mismatch(json, canonical);
    if (found != json.end() || expected != canonical.end()) {
        auto const offset = static_cast<std::size_t>(found - json.begin());
        throw BundleError(pointer_at(root, offset), offset, "is not in canonical form");
    }
    return bundle;
}

Report parse_report(std::string_view json) { return parse_bundle(json).report; }

}  // namespace ec::reports
