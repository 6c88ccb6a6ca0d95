#include <ec/narrative/offline_analyst.hpp>

#include <ec/narrative/audit.hpp>
#include <ec/narrative/wording.hpp>

#include "sample_reports.hpp"
#include "worked_example.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <support/soak.hpp>

using namespace ec;
using narrative::Language;

namespace {

narrative::Document finished(narrative::ReportInput const& input, Language language) {
    auto document = narrative::write_report(input, language);
    narrative::audit_document(document, input.sheet);
    narrative::finish_document(
        document, input,
        {std::string(narrative::rules_version), "", std::string(64, 'a'), "us-20-2020"});
    return document;
}

std::string readable(narrative::Document const& document) {
    std::string text = document.title + "\n";
    for (auto const& section : document.sections) {
        text += "\n## " + section.title + "\n";
        for (auto const& block : section.blocks) {
            if (block.kind == narrative::BlockKind::chart) text += "[chart]\n";
            for (std::size_t i = 0; i < block.lines.size(); ++i) {
                if (block.kind == narrative::BlockKind::list) text += "- ";
                text += plain_text(block.lines[i]);
                bool const cell =
                    block.columns > 0 && (i + 1) % static_cast<std::size_t>(block.columns) != 0;
                text += cell ? " | " : "\n";
            }
        }
    }
    return text;
}

std::string line_of(narrative::Document const& document, narrative::Claim const& claim) {
    for (auto const& section : document.sections)
        for (auto const& block : section.blocks)
            for (auto const& line : block.lines)
                for (auto const& span : line)
                    if (span.claim == claim.id) return plain_text(line);
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(offline_analyst)

BOOST_AUTO_TEST_CASE(worked_example_reads) {
    for (auto const language : {Language::en, Language::zh}) {
        auto const document = finished(ec::test::make_aapl_input(), language);
        auto const measure = narrative::measure_document(document);
        BOOST_TEST_MESSAGE(readable(document));
        BOOST_TEST_MESSAGE(measure.words << " words " << measure.characters << " characters "
                                         << measure.figures << " figures " << measure.sentences
                                         << " sentences");
        for (auto const& issue : narrative::find_document_issues(document))
            BOOST_ERROR(std::string(to_string(issue.rule)) + ": " + issue.text);
    }
}

// The reports that a person reads over: --run_test=offline_analyst/reports_to_read
// --log_level=message
// EC_READ="market/cn/688981.SH_raw_2020_2022.csv 2021-03-31" chooses another one.
BOOST_AUTO_TEST_CASE(reports_to_read) {
    auto const& store = ec::test::SampleStore::instance();
    std::vector<narrative::ReportInput> inputs;
    if (auto const* chosen = std::getenv("EC_READ")) {
        std::string const text(chosen);
        auto const space = text.find(' ');
        inputs.push_back(
            store.input(text.substr(0, space), Date::parse(text.substr(space + 1), "EC_READ")));
    } else {
        for (auto const* name :
             {"market/us/AAPL.csv", "market/hk/0700.HK.csv", "market/cn/600519.SH.csv"})
            inputs.push_back(store.latest(name));
    }
    for (auto const& input : inputs)
        for (auto const language : {Language::en, Language::zh}) {
            auto const document = finished(input, language);
            auto const measure = narrative::measure_document(document);
            BOOST_TEST_MESSAGE(readable(document));
            BOOST_TEST_MESSAGE(measure.words << " words " << measure.characters << " characters "
                                             << measure.figures << " figures " << measure.sentences
                                             << " sentences");
        }
}

// Seven sessions spread over each series, the last and the replay's preset among them; with
// EC_SOAK=1 every tenth session.
std::vector<std::size_t> sessions_to_write(std::size_t rows) {
    std::vector<std::size_t> chosen;
    if (ec::test::soak()) {
        for (std::size_t row = 30; row < rows; row += 10) chosen.push_back(row);
        return chosen;
    }
    for (std::size_t part = 1; part <= 5; ++part) chosen.push_back(rows * part / 6);
    if (rows > 61) chosen.push_back(rows - 61);
    chosen.push_back(rows - 1);
    return chosen;
}

BOOST_AUTO_TEST_CASE(every_sample_report_keeps_the_rules) {
    auto const& store = ec::test::SampleStore::instance();
    std::int64_t reports = 0;
    std::int64_t claims = 0;
    std::int64_t marks = 0;
    for (auto const& name : store.names()) {
        auto const& bars = store.series(name).bars;
        for (auto const row : sessions_to_write(bars.size())) {
            auto const input = store.input(name, bars.date[row]);
            for (auto const language : {Language::en, Language::zh}) {
                auto const document = finished(input, language);
                auto const where = name + " " + bars.date[row].iso();
                for (auto const& issue : narrative::find_document_issues(document))
                    BOOST_ERROR(where << " " << to_string(issue.rule) << ": " << issue.text);
                ++reports;
                claims += document.audit.total();
                for (auto const& claim : document.claims) {
                    if (claim.verdict == narrative::Verdict::supported ||
                        claim.verdict == narrative::Verdict::derived)
                        continue;
                    ++marks;
                    BOOST_ERROR("MARK " << where << " [" << claim.text << "] "
                                        << to_string(claim.verdict) << " " << claim.expected << " "
                                        << claim.reason << " IN " << line_of(document, claim));
                }
            }
        }
    }
    BOOST_TEST_MESSAGE(reports << " reports, " << claims << " claims, " << marks << " marks");
    ec::test::soak_figure("every tenth session of every sample: " + std::to_string(reports) +
                          " reports, " + std::to_string(claims) + " claims, " +
                          std::to_string(marks) + " marks");
}

BOOST_AUTO_TEST_SUITE_END()
