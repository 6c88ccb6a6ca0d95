#include <ec/narrative/offline_analyst.hpp>

#include <ec/narrative/audit.hpp>
#include <ec/narrative/wording.hpp>

#include "sample_reports.hpp"
#include "worked_example.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

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
BOOST_AUTO_TEST_CASE(reports_to_read) {
    auto const& store = ec::test::SampleStore::instance();
    for (auto const* name :
         {"market/us/AAPL.csv", "market/hk/0700.HK.csv", "market/cn/600519.SH.csv"})
        for (auto const language : {Language::en, Language::zh}) {
            auto const document = finished(store.latest(name), language);
            auto const measure = narrative::measure_document(document);
            BOOST_TEST_MESSAGE(readable(document));
            BOOST_TEST_MESSAGE(measure.words << " words " << measure.characters << " characters "
                                             << measure.figures << " figures " << measure.sentences
                                             << " sentences");
        }
}

BOOST_AUTO_TEST_SUITE_END()
