#include "sample_inputs.hpp"

#include <ec/reports/verify.hpp>

#include <algorithm>

#include <boost/test/unit_test.hpp>

using namespace ec;
using analysis::AbstainReason;
using market::EventKind;
using narrative::Language;
using narrative::SectionId;

namespace {

Date day(char const* iso) { return Date::parse(iso, "day"); }

market::InstrumentEvent event(EventKind kind, char const* effective, std::string from = {},
                              std::string to = {}) {
    market::InstrumentEvent out;
    out.kind = kind;
    out.effective_on = day(effective);
    out.from_value = std::move(from);
    out.to_value = std::move(to);
    return out;
}

market::Series apple_until(char const* last) {
    auto series = test::sample_series("us/AAPL", "AAPL", market::PriceBasis::raw);
    series.bars = series.bars.slice(0, series.bars.count_until(day(last)));
    return series;
}

reports::Report report_of(market::Series series, std::vector<market::InstrumentEvent> events,
                          char const* as_of, Language language) {
    analysis::InstrumentInfo instrument;
    instrument.name_en = "Apple Inc.";
    instrument.name_zh = "苹果";
    instrument.events = std::move(events);
    reports::ComposeSettings settings;
    settings.language = language;
    return reports::compose_report(reports::make_inputs(test::flagged(std::move(series)), nullptr,
                                                        std::move(instrument), {}, day(as_of)),
                                   settings, &analysis::shipped_probability_table());
}

std::string text_of(reports::Report const& report, SectionId id) {
    std::string text;
    for (auto const& section : report.document.sections)
        if (section.id == id)
            for (auto const& block : section.blocks)
                for (auto const& line : block.lines) text += narrative::plain_text(line) + '\n';
    return text;
}

bool holds(std::string const& text, std::string_view piece) {
    return text.find(piece) != std::string::npos;
}

void check_sound(reports::Report const& report) {
    BOOST_TEST(report.document.audit.contradicted == 0);
    BOOST_TEST(report.document.audit.unsupported == 0);
    auto const json = reports::render_report_json(report);
    auto const verified = reports::verify_bundle(json);
    BOOST_TEST(verified.ok());
    BOOST_TEST(verified.rederived);
    BOOST_TEST(
        (reports::parse_report(json).inputs.instrument.events == report.inputs.instrument.events));
}

using Reasons = std::vector<AbstainReason>;

}  // namespace

BOOST_AUTO_TEST_SUITE(listing_events)

BOOST_AUTO_TEST_CASE(a_delisted_symbol_answers_with_its_last_session_and_says_so) {
    std::vector const events{event(EventKind::delisting_announced, "2021-01-04"),
                             event(EventKind::delisted, "2021-02-01")};
    for (auto const language : {Language::en, Language::zh}) {
        auto const report = report_of(apple_until("2021-01-29"), events, "2021-02-01", language);
        check_sound(report);
        BOOST_TEST((report.abstained == Reasons{AbstainReason::delisted}));
        BOOST_TEST((report.sheet.as_of == day("2021-01-29")));
        auto const header = text_of(report, SectionId::header);
        BOOST_TEST(holds(header, language == Language::en
                                     ? "elisted on 2021-02-01, its last session is described"
                                     : "已于 2021-02-01 退市，本报告描述其最后一个交易日"),
                   header);
        BOOST_TEST(!holds(header, language == Language::en ? "period" : "整理期"), header);

        auto const period = report_of(apple_until("2021-01-29"), events, "2021-01-29", language);
        check_sound(period);
        BOOST_TEST((period.abstained == Reasons{AbstainReason::delisting_period}));
        BOOST_TEST(holds(text_of(period, SectionId::header),
                         language == Language::en ? "delisting period" : "处于退市整理期"));

        auto const before = report_of(apple_until("2020-12-31"), events, "2020-12-31", language);
        check_sound(before);
        BOOST_TEST(before.call.has_value());
        BOOST_TEST(before.inputs.instrument.events.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_suspension_without_bars_is_told_and_silences_the_call) {
    std::vector const events{event(EventKind::suspended, "2021-02-01")};
    for (auto const language : {Language::en, Language::zh}) {
        auto const report = report_of(apple_until("2021-01-29"), events, "2021-02-01", language);
        check_sound(report);
        BOOST_TEST((report.abstained == Reasons{AbstainReason::suspended}));
        BOOST_TEST(holds(text_of(report, SectionId::header), language == Language::en
                                                                 ? "suspended since 2021-02-01"
                                                                 : "自 2021-02-01 起停牌"));
    }
}

BOOST_AUTO_TEST_CASE(two_currencies_are_never_one_series) {
    auto series = apple_until("2021-01-29");
    auto const change = series.bars.count_until(day("2019-06-02"));
    for (auto* column : {&series.bars.open, &series.bars.high, &series.bars.low, &series.bars.close,
                         &series.bars.amount})
        for (std::size_t i = 0; i < change; ++i) (*column)[i] *= 100;
    std::vector const events{event(EventKind::currency_change, "2019-06-03", "USD", "HKD")};
    for (auto const language : {Language::en, Language::zh}) {
        auto const report = report_of(series, events, "2021-01-29", language);
        check_sound(report);
        BOOST_TEST(report.call.has_value());
        BOOST_TEST(report.sheet.currency == "HKD");
        BOOST_TEST((report.inputs.symbol.bars.date.front() == day("2019-06-03")));
        BOOST_TEST(report.sheet.value("flagged_bars_250").value() == 0);
        auto const notes = text_of(report, SectionId::data_notes);
        BOOST_TEST(holds(notes, language == Language::en ? "changed from USD to HKD on 2019-06-03"
                                                         : "自 2019-06-03 起由 USD 改为 HKD"),
                   notes);

        auto const young = report_of(series, events, "2020-01-31", language);
        check_sound(young);
        BOOST_TEST((young.abstained == Reasons{AbstainReason::too_few_sessions}));

        auto const before = report_of(series, events, "2019-05-31", language);
        check_sound(before);
        BOOST_TEST(before.sheet.currency == "USD");
        BOOST_TEST((before.inputs.symbol.bars.date.front() == series.bars.date.front()));
    }
}

BOOST_AUTO_TEST_CASE(a_former_code_stands_in_the_notes) {
    std::vector const events{event(EventKind::code_change, "2020-06-09", "APPL", "AAPL")};
    auto const en = report_of(apple_until("2021-01-29"), events, "2021-01-29", Language::en);
    check_sound(en);
    BOOST_TEST(holds(text_of(en, SectionId::data_notes), "changed from APPL on 2020-06-09"));
    auto const zh = report_of(apple_until("2021-01-29"), events, "2021-01-29", Language::zh);
    check_sound(zh);
    BOOST_TEST(holds(text_of(zh, SectionId::data_notes), "2020-06-09 起变更，原代码为 APPL"));
}

BOOST_AUTO_TEST_SUITE_END()
