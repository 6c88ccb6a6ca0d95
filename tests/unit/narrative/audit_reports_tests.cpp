#include <ec/narrative/audit.hpp>

#include "audited_reports.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

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
    auto const sessions = std::getenv("EC_SOAK") != nullptr ? 40 : 5;
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

BOOST_AUTO_TEST_SUITE_END()
