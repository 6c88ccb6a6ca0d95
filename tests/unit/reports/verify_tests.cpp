#include "sample_inputs.hpp"

#include <ec/base/error.hpp>
#include <ec/reports/report_store.hpp>
#include <ec/reports/verify.hpp>

#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <support/random_seed.hpp>
#include <support/soak.hpp>

using namespace ec::reports;
using ec::Date;
using ec::narrative::Language;
using ec::test::sample_report;

namespace {

struct Span {
    std::string part;
    std::size_t begin = 0;
    std::size_t end = 0;
};

// Members stand one a line: `"name":value,`.
std::vector<Span> parts_of(std::string const& json) {
    std::vector<Span> parts;
    for (std::size_t line = json.find('\n') + 1; line < json.size();) {
        auto const end = json.find('\n', line);
        auto const colon = json.find("\":", line);
        if (json[line] == '"' && colon < end) {
            auto const stop = json[end - 1] == ',' ? end - 1 : end;
            parts.push_back({json.substr(line + 1, colon - line - 1), colon + 2, stop});
        }
        line = end + 1;
    }
    return parts;
}

// One character of the part becomes another: a digit, a letter of a text, a word of a flag.
std::optional<std::size_t> edit(std::string& json, Span const& part, std::mt19937_64& random) {
    for (int attempt = 0; attempt < 2'000; ++attempt) {
        auto const at = part.begin + random() % (part.end - part.begin);
        char const c = json[at];
        bool const escaped = json[at - 1] == '\\';
        if (c >= '0' && c <= '9') {
            // A leading zero or another exponent would only make the file malformed.
            char const changed = c == '9' ? '8' : static_cast<char>(c + 1);
            json[at] = changed;
            return at;
        }
        if (!escaped && ((c >= 'a' && c < 'z') || (c >= 'A' && c < 'Z'))) {
            json[at] = static_cast<char>(c + 1);
            return at;
        }
    }
    return std::nullopt;
}

// What a careful forger does: every stored hash is made right again.
std::string with_new_hashes(std::string const& json) {
    PartHashes hashes;
    std::string all = "equitycompass-report/1\n";
    std::string out = json.substr(0, json.find("\n\"hashes\":"));
    std::string list = "{";
    for (auto const& part : parts_of(json)) {
        if (part.part == "format" || part.part == "hashes") continue;
        auto const hash = compute_report_sha256(json.substr(part.begin, part.end - part.begin));
        all += part.part + " " + hash + "\n";
        list += "\"" + part.part + "\":\"" + hash + "\",";
    }
    return out + "\n\"hashes\":" + list + "\"bundle\":\"" + compute_report_sha256(all) + "\"}\n}\n";
}

StoredReport row_of(std::string const& json) {
    StoredReport row;
    row.sha256 = compute_report_sha256(json);
    row.parts = compute_hashes(parse_report(json));
    return row;
}

bool names(Verification const& verification, std::string const& part) {
    for (auto const& finding : verification.findings)
        if (finding.part == part) return true;
    return false;
}

bool names_byte(Verification const& verification, std::string const& part, std::size_t at) {
    for (auto const& finding : verification.findings)
        if (finding.part == part && finding.offset == at && !finding.pointer.empty()) return true;
    return false;
}

std::string report_json(std::string_view symbol, Language language) {
    auto const as_of = symbol == "AAPL" ? Date::from_ymd(2003, 6, 30) : Date::from_ymd(2006, 6, 30);
    return render_report_json(sample_report(symbol, as_of, language));
}

void write_proof(std::string const& line) {
    if (char const* folder = std::getenv("EC_PROOFS_DIR"))
        std::ofstream(std::string(folder) + "/2.4") << line << '\n';
}

std::string replaced(std::string text, std::string const& from, std::string const& to) {
    auto const at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    return text.replace(at, from.size(), to);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verify)

BOOST_AUTO_TEST_CASE(an_untouched_bundle_is_derived_again_to_the_byte) {
    for (auto const* symbol : {"AAPL", "600519.SH"})
        for (auto const language : {Language::en, Language::zh}) {
            auto const json = report_json(symbol, language);
            auto const verification = verify_bundle(json);
            BOOST_TEST(verification.ok());
            for (auto const& finding : verification.findings)
                BOOST_TEST_MESSAGE(finding.part << " " << finding.pointer << " " << finding.message
                                                << " | " << finding.expected << " | "
                                                << finding.found);
            BOOST_TEST(verification.rederived);
            BOOST_TEST(verification.not_rederived.empty());
            BOOST_TEST(verification.bundle_sha256 == compute_report_sha256(json));
            BOOST_TEST((report_json(symbol, language) == json));
        }
}

BOOST_AUTO_TEST_CASE(seeded_edits_of_every_part_are_named) {
    std::mt19937_64 random(ec::test::random_seed());
    int const rounds = ec::test::soak() ? 200 : 5;
    int edits = 0;
    int plain_named = 0;
    int forged_named = 0;
    int forged_bytes = 0;
    int alone = 0;
    std::map<std::string, int> by_part;
    for (auto const* symbol : {"AAPL", "600519.SH"})
        for (auto const language : {Language::en, Language::zh}) {
            auto const original = report_json(symbol, language);
            auto const row = row_of(original);
            for (auto const& part : parts_of(original))
                for (int round = 0; round < rounds; ++round) {
                    auto edited = original;
                    auto const at = edit(edited, part, random);
                    if (!at) continue;  // "null" has nothing to change
                    ++edits;
                    ++by_part[part.part];
                    auto const plain = verify_bundle(edited);
                    bool const named = names(plain, part.part);
                    BOOST_TEST(named, part.part << " at " << *at << " of " << symbol);
                    plain_named += named ? 1 : 0;
                    // A forged hash or format is only known from the row.
                    bool const hashed = part.part != "hashes" && part.part != "format";
                    auto const forged = hashed ? with_new_hashes(edited) : edited;
                    auto verification = verify_bundle(forged);
                    alone += verification.ok() ? 0 : 1;
                    verification.bundle_sha256 = compute_report_sha256(forged);
                    verify_against_row(verification, forged, row, original);
                    bool const found = names(verification, part.part);
                    BOOST_TEST(found, part.part << " forged at " << *at << " of " << symbol);
                    forged_named += found ? 1 : 0;
                    forged_bytes += names_byte(verification, part.part, *at) ? 1 : 0;
                }
        }
    BOOST_TEST(edits >= 200);
    BOOST_TEST(by_part.size() >= 10U);
    BOOST_TEST(forged_bytes == edits);
    auto const line = std::to_string(edits) + " seeded edits in " + std::to_string(by_part.size()) +
                      " parts: " + std::to_string(plain_named) + " named, " +
                      std::to_string(forged_named) + " named with all hashes recomputed (" +
                      std::to_string(alone) +
                      " by derivation or form alone, the others against "
                      "the signed row), first byte named in " +
                      std::to_string(forged_bytes);
    BOOST_TEST_MESSAGE(line);
    if (plain_named == edits && forged_named == edits && forged_bytes == edits) write_proof(line);
}

BOOST_AUTO_TEST_CASE(derivation_tells_bars_from_facts_from_text) {
    auto const json = report_json("AAPL", Language::en);
    // A price of the last year, with all hashes recomputed: the facts no longer follow.
    auto const bars = json.find("\"bars\":{");
    auto const close = json.find("\"close\":[", bars);
    auto const last = json.rfind(',', json.find(']', close)) + 1;
    auto edited = json;
    edited[last] = edited[last] == '9' ? '8' : static_cast<char>(edited[last] + 1);
    auto verification = verify_bundle(with_new_hashes(edited));
    BOOST_REQUIRE(!verification.ok());
    BOOST_TEST(verification.findings[0].part == "inputs");
    BOOST_TEST((verification.findings[0].kind == FindingKind::not_derivable));
    BOOST_TEST(verification.findings[0].pointer.starts_with("/facts/facts/"));

    auto const fact = json.find("\"id\":\"rsi_14\"");
    auto const value = json.find("\"value\":", fact) + 8;
    edited = json;
    edited[value] = edited[value] == '9' ? '8' : static_cast<char>(edited[value] + 1);
    verification = verify_bundle(with_new_hashes(edited));
    BOOST_REQUIRE(!verification.ok());
    BOOST_TEST(verification.findings[0].part == "facts");
    BOOST_TEST(verification.findings[0].offset.value() == value);
    BOOST_TEST(verification.findings[0].pointer.ends_with("/value"));
    BOOST_TEST(!verification.findings[0].expected.empty());

    verification = verify_bundle(with_new_hashes(replaced(json, "Apple closed", "Apple cl0sed")));
    BOOST_REQUIRE(!verification.ok());
    BOOST_TEST(verification.findings[0].part == "document");

    verification = verify_bundle(
        with_new_hashes(replaced(json, "\"audit\":{\"supported\":", "\"audit\":{\"supported\":1")));
    BOOST_REQUIRE(!verification.ok());
    BOOST_TEST(verification.findings[0].part == "audit");

    verification = verify_bundle(with_new_hashes(replaced(json, "\"windows\":", "\"windows\":1")));
    BOOST_REQUIRE(!verification.ok());
    BOOST_TEST(verification.findings[0].part == "call");
}

BOOST_AUTO_TEST_CASE(what_changes_no_derived_byte_needs_the_row) {
    auto const json = report_json("AAPL", Language::en);
    auto const forged =
        with_new_hashes(replaced(json, "\"answer\":\"\"", "\"answer\":\"BUY NOW\""));
    auto verification = verify_bundle(forged);
    if (verification.ok()) {
        auto const without_file = verification;
        verify_against_row(verification, forged, row_of(json), json);
        BOOST_REQUIRE(!verification.ok());
        BOOST_TEST((verification.findings[0].kind == FindingKind::index));
        BOOST_TEST(verification.findings[0].part == "answer");
        BOOST_TEST(verification.findings[0].pointer == "/answer");
        auto again = without_file;
        verify_against_row(again, forged, row_of(json), std::nullopt);  // the file is lost
        BOOST_REQUIRE(!again.ok());
        BOOST_TEST(again.findings[0].part == "answer");
    } else {
        BOOST_TEST(names(verification, "answer"));
    }
    auto untouched = verify_bundle(json);
    verify_against_row(untouched, json, row_of(json), json);
    BOOST_TEST(untouched.ok());
}

BOOST_AUTO_TEST_CASE(a_models_report_is_derived_from_its_raw_answer) {
    auto const as_of = Date::from_ymd(2003, 6, 30);
    ComposeSettings settings;
    auto const facts = compose_facts(ec::test::sample_inputs("AAPL", as_of), settings,
                                     &ec::analysis::shipped_probability_table());
    auto const close = facts.sheet.value("close").value();
    auto const answer = [&](double up) {
        return "## Bottom line\n\nThe close is " + std::to_string(close).substr(0, 5) +
               ". A figure of 777.7 has no source.\n\n## Trend and momentum\n\nMixed.\n\n"
               "## Levels\n\nNone near.\n\n## Volume\n\nAs before.\n\n"
               "## For and against\n\n- For: little.\n\n```json\n{\"p_up\": " +
               std::to_string(up) + ", \"p_inside\": 0.4, \"p_down\": 0.3, \"reopen_above\": " +
               std::to_string(close * 1.1) + ", \"reopen_below\": " + std::to_string(close * 0.9) +
               ", \"thesis\": \"Nothing leans.\"}\n```\n";
    };
    Authorship const model{"llm", "technical/en/1", "stub", "stub-model", {}, ""};
    for (double const up : {0.3, 0.9}) {  // 0.9: the three do not sum to 1, a void call
        auto made = compose_model_report(facts, model, answer(up));
        auto const* bad = std::get_if<ec::narrative::UnparseableAnswer>(&made);
        BOOST_REQUIRE_MESSAGE(bad == nullptr, (bad != nullptr ? bad->reason : ""));
        auto const& report = std::get<Report>(made);
        BOOST_TEST((report.outcome == ec::analysis::Outcome::void_call) == (up > 0.5));
        BOOST_TEST(report.document.audit.unsupported + report.document.audit.contradicted >= 1);
        auto const json = render_report_json(report);
        auto const verification = verify_bundle(json);
        for (auto const& finding : verification.findings)
            BOOST_TEST_MESSAGE(finding.part << " " << finding.pointer << " " << finding.message
                                            << " | " << finding.expected << " | " << finding.found);
        BOOST_TEST(verification.ok());
        BOOST_TEST(verification.rederived);
        auto const forged = with_new_hashes(replaced(json, "777.7", "777.8"));
        BOOST_TEST(!verify_bundle(forged).ok());
    }
    BOOST_TEST(std::holds_alternative<ec::narrative::UnparseableAnswer>(
        compose_model_report(facts, model, "I cannot help with that.")));
    auto report = std::get<Report>(compose_model_report(facts, model, answer(0.3)));
    report.answer = "Nothing.";
    auto const verification = verify_bundle(render_report_json(report));
    BOOST_REQUIRE(!verification.ok());
    BOOST_TEST(verification.findings.back().part == "answer");
    BOOST_TEST(verification.not_rederived == "answer");
}

BOOST_AUTO_TEST_CASE(no_bytes_make_it_throw) {
    for (std::string const& bytes :
         {std::string(), std::string("{"), std::string("null"), std::string(1000, '\0'),
          std::string("{\"format\":\"equitycompass-report/1\"}")}) {
        auto const verification = verify_bundle(bytes);
        BOOST_TEST(!verification.ok());
        BOOST_TEST((verification.findings[0].kind == FindingKind::malformed));
        BOOST_TEST(verification.not_rederived == "malformed");
    }
    auto const json = report_json("AAPL", Language::en);
    // No bars at all: nothing can be derived, and that is said.
    auto report = parse_report(json);
    report.inputs.symbol.bars = {};
    auto const verification = verify_bundle(render_report_json(report));
    BOOST_REQUIRE(!verification.ok());
    BOOST_TEST(verification.not_rederived == "inputs");
    BOOST_TEST(to_string(verification.findings[0].kind) == "not_derivable");
    for (auto const kind :
         {FindingKind::malformed, FindingKind::hash, FindingKind::index, FindingKind::signature})
        BOOST_TEST(!to_string(kind).empty());
}

BOOST_AUTO_TEST_SUITE_END()
