#include <ec/market/instrument_events.hpp>

#include <ec/base/error.hpp>
#include <ec/market/event_file.hpp>

#include <algorithm>

#include <boost/test/unit_test.hpp>

using namespace ec;
using namespace ec::market;

namespace {

Date day(char const* iso) { return Date::parse(iso, "day"); }

InstrumentEvent event(EventKind kind, char const* effective, char const* announced = "",
                      std::string from = {}, std::string to = {}) {
    InstrumentEvent out;
    out.kind = kind;
    out.effective_on = day(effective);
    out.announced_on = Date::try_parse(announced);
    out.from_value = std::move(from);
    out.to_value = std::move(to);
    return out;
}

InstrumentState state(std::vector<InstrumentEvent> const& events, char const* on) {
    return state_as_of(events, "META", day(on));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(instrument_events)

BOOST_AUTO_TEST_CASE(a_suspension_lasts_until_the_listing_resumes) {
    std::vector<InstrumentEvent> const events{event(EventKind::resumed, "2021-03-10"),
                                              event(EventKind::suspended, "2021-03-01")};
    BOOST_TEST(!state(events, "2021-02-28").suspended_since.has_value());
    BOOST_TEST((state(events, "2021-03-01").suspended_since == day("2021-03-01")));
    BOOST_TEST((state(events, "2021-03-09").suspended_since == day("2021-03-01")));
    BOOST_TEST(!state(events, "2021-03-10").suspended_since.has_value());
}

BOOST_AUTO_TEST_CASE(an_event_does_not_exist_before_it_can_be_known) {
    // Announced after it took effect, and announced before.
    std::vector<InstrumentEvent> const late{
        event(EventKind::suspended, "2021-03-01", "2021-03-03")};
    BOOST_TEST(!state(late, "2021-03-02").suspended_since.has_value());
    BOOST_TEST((state(late, "2021-03-03").suspended_since == day("2021-03-01")));
    BOOST_TEST(events_known_by(late, day("2021-03-02")).empty());

    std::vector<InstrumentEvent> const early{
        event(EventKind::delisted, "2021-04-01", "2021-03-01")};
    BOOST_TEST((state(early, "2021-02-28") == InstrumentState{}));
    BOOST_TEST((state(early, "2021-03-01").delisting_since == day("2021-03-01")));
    BOOST_TEST(!state(early, "2021-03-31").delisted_on.has_value());
    BOOST_TEST((state(early, "2021-04-01").delisted_on == day("2021-04-01")));
    BOOST_TEST(!state(early, "2021-04-01").delisting_since.has_value());
}

BOOST_AUTO_TEST_CASE(a_delisting_period_ends_with_the_delisting_or_a_new_listing) {
    std::vector<InstrumentEvent> const events{event(EventKind::delisting_announced, "2021-03-01"),
                                              event(EventKind::delisted, "2021-04-01"),
                                              event(EventKind::listed, "2022-01-03")};
    BOOST_TEST(state(events, "2021-03-31").delisting_since.has_value());
    BOOST_TEST(state(events, "2021-12-31").delisted_on.has_value());
    BOOST_TEST((state(events, "2022-01-03") == InstrumentState{}));
}

BOOST_AUTO_TEST_CASE(codes_currencies_and_special_treatment_have_their_day) {
    std::vector<InstrumentEvent> const events{
        event(EventKind::code_change, "2022-06-09", "2021-10-28", "FB", "META"),
        event(EventKind::currency_change, "2022-01-03", "", "USD", "HKD"),
        event(EventKind::st_on, "2021-01-04"), event(EventKind::st_off, "2021-06-01")};
    BOOST_TEST(state(events, "2022-06-08").former_code.empty());
    BOOST_TEST(state(events, "2022-06-09").former_code == "FB");
    BOOST_TEST(state_as_of(events, "FB", day("2022-06-09")).next_code == "META");
    BOOST_TEST(state(events, "2021-12-31").currency.empty());
    BOOST_TEST(state(events, "2022-01-03").currency == "HKD");
    BOOST_TEST(state(events, "2022-01-03").currency_before == "USD");
    BOOST_TEST(!state(events, "2020-12-31").special_treatment.has_value());
    BOOST_TEST(state(events, "2021-05-31").special_treatment.value());
    BOOST_TEST(!state(events, "2021-06-01").special_treatment.value());
}

BOOST_AUTO_TEST_CASE(the_evening_moves_only_for_what_happened_by_then) {
    std::vector<InstrumentEvent> const events{
        event(EventKind::delisted, "2021-04-01", "2021-03-20"),
        event(EventKind::name_change, "2021-03-25", "", "", "New")};
    auto const session = day("2021-03-12");
    BOOST_TEST((described_evening(events, session, day("2021-03-19")) == session));
    BOOST_TEST((described_evening(events, session, day("2021-03-31")) == day("2021-03-20")));
    BOOST_TEST((described_evening(events, session, day("2029-01-01")) == day("2021-04-01")));
    BOOST_TEST((described_evening({}, session, day("2029-01-01")) == session));
}

BOOST_AUTO_TEST_CASE(a_file_gives_events_and_says_what_it_refuses) {
    auto const file = parse_event_file(
        "\xEF\xBB\xBFkind,effective_on,announced_on,from_value,to_value,note\n"
        "code_change,2022-06-09,2021-10-28,FB,META,renamed\r\n"
        "currency_change,2022-01-03,,USD,HKD,\n"
        "suspended,2021-03-01,,,,\n"
        "suspended,2021-03-01,,,,again\n"
        "merged,2021-03-01,,,,\n"
        "delisted,2021-13-01,,,,\n"
        "delisted,2021-03-01,soon,,,\n"
        "code_change,2022-06-10,,FB,fb inc,\n"
        "code_change,2022-06-10,,GOOG,GOOGL,\n"
        "currency_change,2022-06-10,,USD,usd,\n"
        "currency_change,2022-06-10,,USD,USD,\n"
        "name_change,2022-06-10,,Facebook,,\n"
        "st_on,2022\n",
        Symbol::parse("META"));
    BOOST_TEST(file.rows_read == 13U);
    BOOST_TEST(file.events.size() == 3U);
    std::vector<std::string> reasons;
    for (auto const& row : file.rejected) reasons.push_back(row.reason);
    std::vector<std::string> const expected{
        "event.repeated", "kind.unknown", "date.malformed",     "date.malformed",
        "code.malformed", "code.other",   "currency.malformed", "currency.unchanged",
        "name.missing",   "row.damaged"};
    BOOST_TEST(reasons == expected, boost::test_tools::per_element());
    BOOST_TEST(file.rejected[0].line == 5U);
    BOOST_TEST((file.events[0].announced_on == day("2021-10-28")));
}

BOOST_AUTO_TEST_CASE(a_file_without_its_columns_is_refused) {
    for (char const* text : {"", "kind,date\nlisted,2021-01-04\n"})
        BOOST_CHECK_EXCEPTION((void)parse_event_file(text, Symbol::parse("AAPL")), Error,
                              [](Error const& e) { return e.reason() == "events.heading"; });
    auto const other = parse_event_file("symbol,kind,effective_on\nMSFT,listed,2021-01-04\n",
                                        Symbol::parse("AAPL"));
    BOOST_TEST(other.rejected.at(0).reason == "symbol.other");
    BOOST_CHECK_EXCEPTION(
        (void)parse_event_file(std::string(max_event_file_bytes + 1, 'x'), Symbol::parse("AAPL")),
        Error, [](Error const& e) { return e.reason() == "events.too_large"; });
}

BOOST_AUTO_TEST_CASE(every_kind_has_a_name) {
    for (int i = 0; i <= static_cast<int>(EventKind::listed); ++i) {
        auto const kind = static_cast<EventKind>(i);
        BOOST_TEST((parse_event_kind(to_string(kind)) == kind));
    }
    BOOST_TEST(!parse_event_kind("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
