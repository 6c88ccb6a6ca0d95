#include <ec/analysis/fact_sheet.hpp>

#include <ec/base/error.hpp>

#include <support/random_seed.hpp>

#include <cmath>
#include <random>
#include <string>

#include <boost/test/unit_test.hpp>

namespace analysis = ec::analysis;
using analysis::Fact;
using analysis::FactSheet;
using analysis::Unit;

namespace {

std::string random_text(std::mt19937_64& random) {
    static constexpr std::string_view pieces[] = {"A",  "z",  "\"", "\\", "\n", "\t", "\x01",
                                                  "均", "线", "é",  "/",  " ",  "🙂", "0"};
    std::string text;
    for (auto n = random() % 8; n > 0; --n) text += pieces[random() % std::size(pieces)];
    return text;
}

ec::Date random_date(std::mt19937_64& random) {
    return ec::Date(static_cast<std::int32_t>(random() % 40'000));
}

Fact random_fact(std::mt19937_64& random, std::size_t index) {
    Fact fact;
    fact.id = "fact_" + std::to_string(1000 + index);
    fact.unit = static_cast<Unit>(random() % 12);
    fact.formula = random_text(random);
    if (random() % 4 == 0) {
        fact.absent = "too_few_bars";
        return fact;
    }
    if (fact.unit == Unit::date) {
        fact.date = random_date(random);
        if (random() % 2 == 0) fact.text = "10-K";
    } else if (fact.unit == Unit::text) {
        fact.text = random_text(random);
    } else {
        auto const scale = std::ldexp(1.0, static_cast<int>(random() % 80) - 40);
        auto const value = (static_cast<double>(random() % 2'000'001) - 1e6) / 7 * scale;
        fact.value = analysis::round_canonical(value);
    }
    if (random() % 3 != 0) {
        fact.window_first = random_date(random);
        fact.window_last = random_date(random);
        fact.bars = static_cast<std::int32_t>(random() % 10'000);
    }
    return fact;
}

FactSheet random_sheet(std::mt19937_64& random) {
    FactSheet sheet;
    sheet.symbol = ec::market::Symbol::parse(random() % 2 == 0 ? "0700.HK" : "^GSPC");
    sheet.name_en = random_text(random);
    sheet.name_zh = random_text(random);
    sheet.industry_en = random_text(random);
    sheet.industry_zh = random_text(random);
    sheet.exchange_name = random_text(random);
    sheet.currency = "HKD";
    sheet.benchmark = random_text(random);
    sheet.source = random_text(random);
    sheet.basis = static_cast<ec::market::PriceBasis>(random() % 3);
    if (random() % 2 == 0) sheet.base_date = random_date(random);
    sheet.sample = random() % 2 == 0;
    sheet.vintage_adjusted = random() % 2 == 0;
    sheet.as_of = random_date(random);
    sheet.horizon = static_cast<std::int32_t>(random() % 100);
    for (std::size_t i = random() % 40; i > 0; --i)
        sheet.facts.push_back(random_fact(random, 40 - i));
    return sheet;
}

FactSheet small_sheet() {
    FactSheet sheet;
    sheet.as_of = ec::Date::from_ymd(2021, 3, 31);
    Fact close;
    close.id = "close";
    close.value = 122.15;
    close.formula = "close";
    close.window_first = close.window_last = sheet.as_of;
    close.bars = 1;
    sheet.facts = {close};
    return sheet;
}

void check_refused(std::string_view from, std::string_view to, std::string const& member) {
    auto text = analysis::render_facts_json(small_sheet());
    auto const at = text.find(from);
    BOOST_REQUIRE_MESSAGE(at != std::string::npos, from);
    text.replace(at, from.size(), to);
    BOOST_CHECK_EXCEPTION((void)analysis::parse_facts_json(text), ec::Error,
                          [&](ec::Error const& e) {
                              BOOST_TEST(e.fields().front().field == member);
                              return e.reason() == "facts.invalid";
                          });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(facts_json)

BOOST_AUTO_TEST_CASE(the_bytes_are_fixed) {
    BOOST_TEST(
        analysis::render_facts_json(small_sheet()) ==
        R"({"format":"equitycompass.facts/1","symbol":"AAPL","name_en":"","name_zh":"",)"
        R"("industry_en":"","industry_zh":"","exchange_name":"","currency":"","benchmark":"",)"
        R"("source":"","basis":"raw","base_date":null,"sample":false,"vintage_adjusted":false,)"
        R"("as_of":"2021-03-31","horizon":20,"facts":[{"id":"close","unit":"price",)"
        R"("value":122.15,"absent":null,"formula":"close",)"
        R"("window":{"first":"2021-03-31","last":"2021-03-31","bars":1}}]})");
}

BOOST_AUTO_TEST_CASE(random_sheets_come_back_the_same) {
    std::mt19937_64 random(ec::test::random_seed());
    for (int round = 0; round < 300; ++round) {
        auto const sheet = random_sheet(random);
        auto const text = analysis::render_facts_json(sheet);
        auto const again = analysis::parse_facts_json(text);
        BOOST_REQUIRE(analysis::render_facts_json(again) == text);
        BOOST_REQUIRE(again.facts.size() == sheet.facts.size());
        for (std::size_t i = 0; i < sheet.facts.size(); ++i) {
            BOOST_REQUIRE((again.facts[i].value == sheet.facts[i].value));
            BOOST_REQUIRE(again.facts[i].text == sheet.facts[i].text);
        }
        BOOST_REQUIRE(again.name_zh == sheet.name_zh);
    }
}

BOOST_AUTO_TEST_CASE(white_space_and_order_are_free) {
    auto const sheet = analysis::parse_facts_json(
        R"( {"facts": [], "horizon": 20, "as_of": "2021-03-31", "format":"equitycompass.facts/1",
            "symbol": "AAPL", "name_en": "Apple", "name_zh": "", "industry_en": "",
            "industry_zh": "", "exchange_name": "", "currency": "USD", "benchmark": "",
            "source": "", "basis": "raw", "base_date": null, "sample": true,
            "vintage_adjusted": false} )");
    BOOST_TEST(sheet.name_en == "Apple");
}

BOOST_AUTO_TEST_CASE(what_is_not_a_sheet_is_refused_by_member) {
    check_refused("facts/1", "facts/2", "format");
    check_refused("\"AAPL\"", "\"apple inc\"", "symbol");
    check_refused("\"raw\"", "\"cooked\"", "basis");
    check_refused("\"as_of\":\"2021-03-31\"", "\"as_of\":\"2021-02-30\"", "as_of");
    check_refused("\"horizon\":20", "\"horizon\":-1", "horizon");
    check_refused("\"horizon\":20", "\"horizon\":20,\"note\":1", "note");
    check_refused("\"sample\":false,", "", "sample");
    check_refused("\"sample\":false", "\"sample\":0", "sample");
    check_refused("\"price\"", "\"prize\"", "facts[0].unit");
    check_refused("122.15", "\"122.15\"", "facts[0].value");
    check_refused("122.15", "1e999", "facts[0].value");
    check_refused("122.15", "null", "facts[0].value");
    check_refused("\"absent\":null", "\"absent\":\"too_few_bars\"", "facts[0].value");
    check_refused("\"absent\":null", "\"absent\":\"\"", "facts[0].absent");
    check_refused("\"bars\":1}", "\"bars\":1.5}", "facts[0].window.bars");
    check_refused("\"first\":\"2021-03-31\"", "\"first\":null", "facts[0].window.first");
    check_refused("[{\"id\":\"close\"", "[7,{\"id\":\"close\"", "facts[0]");
    check_refused("\"facts\":[", "\"facts\":[[],", "facts[0]");
    check_refused("]}", "]", "document");
}

BOOST_AUTO_TEST_CASE(facts_are_sorted_and_single) {
    auto sheet = small_sheet();
    sheet.facts.push_back(sheet.facts.front());
    BOOST_CHECK_THROW((void)analysis::parse_facts_json(analysis::render_facts_json(sheet)),
                      ec::Error);
}

BOOST_AUTO_TEST_SUITE_END()
