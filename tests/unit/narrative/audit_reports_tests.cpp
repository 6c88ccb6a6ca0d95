#include <ec/narrative/audit.hpp>

#include "audit_mutants.hpp"
#include "audited_reports.hpp"

#include <support/random_seed.hpp>
#include <support/soak.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace ec;
using narrative::Verdict;

namespace {

std::string describe(narrative::Claim const& claim) {
    std::string out = "[" + claim.text + "] " + std::string(to_string(claim.verdict));
    for (auto const& id : claim.facts) out += " " + id;
    if (!claim.expected.empty()) out += " expected " + claim.expected;
    if (!claim.reason.empty()) out += " (" + claim.reason + ")";
    return out;
}

std::string sentence_of(std::string const& text, narrative::Claim const& claim) {
    auto from = text.rfind('\n', claim.begin) + 1;
    if (auto const stop = text.rfind(". ", claim.begin); stop != text.npos && stop > from)
        from = stop + 2;
    if (auto const stop = text.rfind("。", claim.begin); stop != text.npos && stop > from)
        from = stop + 3;
    return text.substr(from, std::min({text.find('\n', claim.end), text.find(". ", claim.end),
                                       text.find("。", claim.end)}) -
                                 from);
}

std::string masked(std::string text) {
    for (auto& c : text)
        if (c >= '0' && c <= '9') c = '#';
    return text;
}

bool is_mark(narrative::Claim const& claim) {
    return claim.verdict == Verdict::unsupported || claim.verdict == Verdict::contradicted;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit_reports)

BOOST_AUTO_TEST_CASE(no_false_mark_on_any_sample_report) {
    auto const sessions = ec::test::soak() ? 40 : 5;
    std::set<std::string> shown;
    std::size_t claims = 0, derived = 0, marks = 0, in_documents = 0;
    for (auto const& report : test::audited_reports(static_cast<std::size_t>(sessions))) {
        auto const& sum = report.document.audit;
        in_documents += static_cast<std::size_t>(sum.unsupported + sum.contradicted);
        auto const result =
            narrative::audit_text(report.text, report.document.language, report.sheet);
        claims += result.claims.size();
        derived += static_cast<std::size_t>(result.summary.derived);
        for (auto const& claim : result.claims) {
            if (!is_mark(claim)) continue;
            ++marks;
            auto const line = sentence_of(report.text, claim);
            if (shown.insert(masked(line + describe(claim))).second)
                BOOST_TEST_MESSAGE(report.name << " " << describe(claim) << "\n    " << line);
        }
    }
    BOOST_TEST_MESSAGE(claims << " claims, " << derived << " derived, " << marks << " marks, "
                              << in_documents << " in documents");
    BOOST_TEST(marks == 0U);
    BOOST_TEST(in_documents == 0U);
    BOOST_TEST(derived * 100 <= claims * 15);
}

namespace {

struct Tally {
    std::size_t planted = 0;
    std::size_t caught = 0;
};

// The line after the change, in a document of its own so that its table or list stays around it.
bool is_caught(test::AuditedReport const& report, test::Mutant const& mutant) {
    narrative::Document document;
    document.language = report.document.language;
    auto section = report.document.sections[mutant.section];
    auto block = section.blocks[mutant.block];
    block.lines[mutant.line] = {{mutant.text, -1, false}};
    section.blocks = {std::move(block)};
    document.sections = {std::move(section)};
    narrative::audit_document(document, report.sheet);
    return document.audit.unsupported + document.audit.contradicted > 0;
}

std::vector<std::string> names_of(analysis::FactSheet const& sheet) {
    return {sheet.symbol.text(), sheet.benchmark, sheet.name_en, sheet.name_zh};
}

std::string percent(Tally const& tally) {
    char text[32];
    auto const planted = static_cast<double>(std::max<std::size_t>(tally.planted, 1));
    std::snprintf(text, sizeof text, "%.1f %%",
                  100.0 * static_cast<double>(tally.caught) / planted);
    return text;
}

void write_proof(std::string const& line) {
    BOOST_TEST_MESSAGE(line);
    auto const* folder = std::getenv("EC_PROOFS_DIR");
    if (folder == nullptr) return;
    std::ofstream(std::filesystem::path(folder) / "2.3") << line << "\n";
}

}  // namespace

BOOST_AUTO_TEST_CASE(planted_errors_are_caught) {
    bool const soak = ec::test::soak();
    std::mt19937_64 random(test::random_seed());
    std::array<Tally, test::mutant_kinds> kinds;
    Tally all;
    std::size_t claims = 0, derived = 0, marks = 0;
    std::map<std::string, std::size_t> missed;
    for (auto const& report : test::audited_reports(soak ? 40 : 5)) {
        auto const& sum = report.document.audit;
        claims += static_cast<std::size_t>(sum.total());
        derived += static_cast<std::size_t>(sum.derived);
        marks += static_cast<std::size_t>(sum.unsupported + sum.contradicted);
        for (auto const& mutant :
             test::plant_errors(report.document, names_of(report.sheet), 6, random)) {
            auto& tally = kinds[static_cast<std::size_t>(mutant.kind)];
            ++tally.planted;
            ++all.planted;
            if (is_caught(report, mutant)) {
                ++tally.caught;
                ++all.caught;
            } else if (missed[masked(mutant.text)]++ == 0) {
                BOOST_TEST_MESSAGE("missed " << to_string(mutant.kind) << " " << report.name
                                             << " at " << mutant.begin << ": " << mutant.text);
            }
        }
    }
    std::string by_kind;
    for (std::size_t k = 0; k < kinds.size(); ++k)
        by_kind += (k == 0 ? "" : ", ") + std::string(to_string(static_cast<test::MutantKind>(k))) +
                   " " + percent(kinds[k]);
    write_proof(std::to_string(all.planted) + " mutants, " + percent(all) + " caught (" + by_kind +
                "), " + std::to_string(marks) + " false marks on " + std::to_string(claims) +
                " originals, " + percent({claims, derived}) + " derived");
    // what every report prints of the checker is what is measured here
    auto const recorded = narrative::checker_accuracy();
    BOOST_REQUIRE(recorded.mutants > 0);
    auto const printed = 100.0 * recorded.caught / recorded.mutants;
    auto const measured =
        100.0 * static_cast<double>(all.caught) / static_cast<double>(all.planted);
    BOOST_TEST(std::abs(printed - measured) < 0.5);
    BOOST_TEST(static_cast<std::size_t>(recorded.false_marks) == marks);
    BOOST_TEST(all.planted >= 2000U);
    BOOST_TEST(all.caught * 100 >= all.planted * 97);
    for (auto const& tally : kinds) BOOST_TEST(tally.caught * 100 >= tally.planted * 95);
    BOOST_TEST(marks == 0U);
    BOOST_TEST(derived * 100 <= claims * 15);
}

BOOST_AUTO_TEST_SUITE_END()
