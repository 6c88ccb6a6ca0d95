#include <ec/reports/verify.hpp>

#include "bundle.hpp"
#include "bundle_compare.hpp"

#include <ec/reports/compose.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::reports {
namespace {

std::string part_of(std::string_view pointer) {
    if (pointer.empty()) return "file";
    auto const rest = pointer.substr(1);
    return std::string(rest.substr(0, rest.find('/')));
}

// What the other parts say this one should be; empty bytes: nothing is known of it.
struct Derived {
    std::vector<Part> from_inputs;  // facts, call, text and audit computed from the bars
    std::vector<Part> from_facts;   // text and audit computed from the facts as they stand
};

std::string_view bytes_of(std::vector<Part> const& parts, std::string_view name) {
    auto const found = std::ranges::find(parts, name, &Part::name);
    return found == parts.end() ? std::string_view() : std::string_view(found->bytes);
}

ComposeSettings settings_of(Report const& report) {
    return {report.document.language, report.sheet.horizon, report.profile, report.data_notes_en,
            report.data_notes_zh};
}

[[noreturn]] void refuse_answer(narrative::UnparseableAnswer const& answer) {
    throw Error(ErrorCode::invalid_input, "verify.answer",
                fmt::format("the model's raw answer is unusable ({}).", answer.reason));
}

// Everything from the bars: facts, then call and text by the rules or from the raw answer.
Report compose_again(Report const& given) {
    auto facts =
        compose_facts(given.inputs, settings_of(given), &analysis::shipped_probability_table());
    if (given.authorship.model.empty()) {
        facts.document = narrative::write_report(narrative_input(facts), given.document.language);
        finish_report(facts);
        return facts;
    }
    auto made = compose_model_report(std::move(facts), given.authorship, given.answer);
    if (auto const* bad = std::get_if<narrative::UnparseableAnswer>(&made)) refuse_answer(*bad);
    return std::get<Report>(std::move(made));
}

// The text alone, from facts and call as they stand.
Report write_again(Report given) {
    auto const language = given.document.language;
    if (given.authorship.model.empty()) {
        given.document = narrative::write_report(narrative_input(given), language);
    } else {
        auto read = narrative::parse_answer(given.answer, given.sheet, language);
        if (auto const* bad = std::get_if<narrative::UnparseableAnswer>(&read)) refuse_answer(*bad);
        given.document = narrative::document_from_blocks(
            std::move(std::get<narrative::ParsedAnswer>(read).sections), narrative_input(given),
            language);
    }
    finish_report(given);
    return given;
}

class Check {
  public:
    Check(std::string_view json, Verification& verification)
        : json_(json), verification_(verification) {}

    void run() {
        Bundle bundle;
        try {
            bundle = parse_bundle(json_);
        } catch (BundleError const& error) {
            verification_.not_rederived = "malformed";
            add({FindingKind::malformed, part_of(error.pointer()), error.pointer(), error.offset(),
                 "", excerpt(json_, error.offset()), error.public_message()});
            return;
        }
        parts_ = render_parts(bundle.report);
        spans_ = find_members(json_);
        check_hashes(bundle.hashes);
        check_derivation(bundle.report);
    }

  private:
    void add(Finding finding) { verification_.findings.push_back(std::move(finding)); }

    void check_hashes(PartHashes const& stored) {
        auto const actual = hash_parts(parts_);
        if (stored == actual) return;
        // The bundle hash vouches for the parts: then it is the list that was changed.
        bool const list_changed = stored.bundle == actual.bundle || stored.parts == actual.parts;
        if (list_changed) {
            add_difference(FindingKind::hash, "hashes", spans_.find("hashes"),
                           assemble_hashes(actual), "The list of hashes is not that of the parts.");
            return;
        }
        for (auto const& [part, sha256] : actual.parts) {
            if (stored.find(part) == sha256) continue;
            add({FindingKind::hash, part, '/' + part, spans_.find(part).begin, sha256,
                 std::string(stored.find(part)),
                 fmt::format("The stored hash of \"{}\" is not that of its bytes.", part)});
        }
    }

    void add_difference(FindingKind kind, std::string_view part, MemberSpan const& span,
                        std::string_view expected, std::string message) {
        auto const found = json_.substr(span.begin, span.end - span.begin);
        auto const at = first_difference(found, expected);
        auto const offset = span.begin + at;
        add({kind, std::string(part), pointer_of(json_, offset), offset, excerpt(expected, at),
             excerpt(found, at), std::move(message)});
    }

    // Compares one part with what it should be; true when it is that.
    bool same(std::vector<Part> const& expected, std::string_view name) const {
        return bytes_of(expected, name) == bytes_of(parts_, name);
    }
    void report_difference(std::vector<Part> const& expected, std::string_view differing,
                           std::string_view blamed, std::string message) {
        add_difference(FindingKind::not_derivable, blamed, spans_.find(differing),
                       bytes_of(expected, differing), std::move(message));
    }

    void check_derivation(Report const& report) {
        Derived derived;
        try {
            derived = {render_parts(compose_again(report)), render_parts(write_again(report))};
        } catch (Error const& error) {
            std::string const part = error.reason() == "verify.answer" ? "answer" : "inputs";
            verification_.not_rederived = part;
            add({FindingKind::not_derivable, part, '/' + part, spans_.find(part).begin, "", "",
                 fmt::format("No report follows from \"{}\": {}", part, error.public_message())});
            return;
        }
        verification_.rederived = true;
        bool const text_follows = same(derived.from_facts, "document");
        if (!same(derived.from_inputs, "facts")) {
            // The text names the hash of its facts: when it agrees with them, the bars are at odds.
            report_difference(derived.from_inputs, "facts", text_follows ? "inputs" : "facts",
                              text_follows
                                  ? "The facts do not follow from the bars, the text follows from "
                                    "the facts: the bars were changed. First fact that differs:"
                                  : "The facts do not follow from the bars.");
        } else {
            for (auto const* part : {"subject", "call", "context", "authorship", "answer"})
                if (!same(derived.from_inputs, part))
                    report_difference(derived.from_inputs, part, part,
                                      fmt::format("\"{}\" does not follow from the bars.", part));
        }
        auto const& text_source = text_follows ? derived.from_facts : derived.from_inputs;
        if (!same(text_source, "document"))
            report_difference(text_source, "document", "document",
                              "The text does not follow from the facts.");
        else if (!same(text_source, "audit"))
            report_difference(text_source, "audit", "audit",
                              "The audit's counts are not those of the text.");
    }

    std::string_view json_;
    Verification& verification_;
    std::vector<Part> parts_;
    MemberSpans spans_;
};

}  // namespace

std::string_view to_string(FindingKind kind) noexcept {
    switch (kind) {
        case FindingKind::malformed:
            return "malformed";
        case FindingKind::hash:
            return "hash";
        case FindingKind::not_derivable:
            return "not_derivable";
        case FindingKind::index:
            return "index";
        case FindingKind::signature:
            return "signature";
    }
    return "malformed";
}

Verification verify_bundle(std::string_view json) {
    Verification verification;
    verification.bundle_sha256 = compute_report_sha256(json);
    Check(json, verification).run();
    return verification;
}

}  // namespace ec::reports
