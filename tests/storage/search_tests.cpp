#include "seed_fixture.hpp"

#include <ec/base/error.hpp>
#include <ec/market/csv.hpp>

#include <algorithm>
#include <set>

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace ec;
using ec::market::Symbol;

namespace {

std::vector<std::string> hits(test::SeededStore const& f, std::string_view text) {
    std::vector<std::string> out;
    for (auto const& hit : f.instruments.search(f.context(), text, 10))
        out.push_back(hit.symbol.text());
    return out;
}

std::string resolved(test::SeededStore const& f, std::string_view text) {
    auto const found = f.instruments.resolve(f.context(), text);
    return found.symbol ? found.symbol->text() : "?" + std::to_string(found.candidates.size());
}

std::string first(std::vector<std::string> const& found) {
    return found.empty() ? "" : found.front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(search)

BOOST_DATA_TEST_CASE(codes_and_names_in_any_form_find_the_company, test::engines(), engine) {
    test::SeededStore f(engine);
    for (auto const& [typed, symbol] :
         std::vector<std::pair<char const*, char const*>>{{"AAPL", "AAPL"},
                                                          {"aapl.us", "AAPL"},
                                                          {"Apple", "AAPL"},
                                                          {"苹果", "AAPL"},
                                                          {"蘋果", "AAPL"},
                                                          {"00700", "0700.HK"},
                                                          {"腾讯", "0700.HK"},
                                                          {"騰訊控股", "0700.HK"},
                                                          {"TENCENT", "0700.HK"},
                                                          {"sh600519", "600519.SH"},
                                                          {"贵州茅台", "600519.SH"},
                                                          {"貴州茅臺", "600519.SH"},
                                                          {"茅台", "600519.SH"},
                                                          {"brk-b", "BRK.B"},
                                                          {"berkshire", "BRK.B"},
                                                          {"标普500", "^GSPC"},
                                                          {"hang seng index", "^HSI"}})
        BOOST_TEST(first(hits(f, typed)) == symbol, typed);
    auto const by_prefix = hits(f, "60051");
    BOOST_TEST(by_prefix.size() >= 5U);
    for (auto const& symbol : by_prefix) BOOST_TEST(symbol.starts_with("60051"));
    BOOST_TEST(hits(f, "no such company at all").empty());
    BOOST_TEST(hits(f, "").empty());
    BOOST_TEST(hits(f, "%").empty());
    BOOST_CHECK_THROW((void)f.instruments.search(f.context(), "a", 0), Error);
    BOOST_CHECK_THROW((void)f.instruments.search(f.context(), "a", 101), Error);
    BOOST_TEST(f.instruments.search(f.context(), "a", 3).size() == 3U);
}

BOOST_DATA_TEST_CASE(pinyin_finds_a_company_and_only_offers_it, test::engines(), engine) {
    test::SeededStore f(engine);
    for (auto const& [typed, symbol] :
         std::vector<std::pair<char const*, char const*>>{{"gzmt", "600519.SH"},
                                                          {"GZMT", "600519.SH"},
                                                          {"maotai", "600519.SH"},
                                                          {"guizhou maotai", "600519.SH"},
                                                          {"txkg", "0700.HK"},
                                                          {"tengxun", "0700.HK"},
                                                          {"zsyh", "600036.SH"},
                                                          {"zhaoshangyinhang", "600036.SH"},
                                                          {"cqpj", "600132.SH"},
                                                          {"ccqc", "601633.SH"}}) {
        auto const found = hits(f, typed);
        BOOST_TEST((std::ranges::find(found, symbol) != found.end()), typed);
    }
    // Also where one company alone has them.
    BOOST_TEST(resolved(f, "gzmt").starts_with('?'));
    BOOST_TEST(resolved(f, "guizhoumaotai").starts_with('?'));
    auto const ambiguous = f.instruments.resolve(f.context(), "zgyh");
    BOOST_TEST(!ambiguous.symbol.has_value());
    BOOST_TEST(ambiguous.candidates.size() > 1U);
}

BOOST_DATA_TEST_CASE(every_chinese_name_is_found_by_its_initials, test::engines(), engine) {
    test::SeededStore f(engine);
    std::size_t names = 0;
    for (auto const row :
         f.test.query("SELECT i.id, i.name_zh, (SELECT COUNT(*) FROM instrument_names n WHERE "
                      "n.symbol_id = i.id AND n.kind = 'initials'), (SELECT COUNT(*) FROM "
                      "instrument_names n WHERE n.symbol_id = i.id AND n.kind = 'pinyin') "
                      "FROM instruments i WHERE i.name_zh <> ''")) {
        // Some are written in Latin letters in Chinese too ("Meta").
        if (std::ranges::all_of(row.text(1), [](char c) { return (c & 0x80) == 0; })) continue;
        ++names;
        BOOST_REQUIRE_MESSAGE(row.integer(2) > 0 && row.integer(3) > 0, row.text(0));
    }
    BOOST_TEST(names > 5'000U);
    // Each hundredth is typed; initials that many share give ten of them, never one silently.
    std::size_t tried = 0;
    for (auto const row : f.test.query("SELECT symbol_id, normalised FROM instrument_names WHERE "
                                       "kind = 'initials' ORDER BY symbol_id, normalised")) {
        if (tried++ % 100 != 0) continue;
        auto const typed = std::string(row.text(1));
        auto const found = f.instruments.search(f.context(), typed, 100);
        bool const offered = std::ranges::any_of(found, [&](marketdata::Instrument const& hit) {
            return hit.symbol.text() == row.text(0);
        });
        BOOST_REQUIRE_MESSAGE(offered || found.size() == 100, row.text(0) << ' ' << typed);
        auto const resolution = f.instruments.resolve(f.context(), typed);
        BOOST_REQUIRE_MESSAGE(
            !resolution.symbol || resolution.symbol->code().size() == typed.size(), typed);
    }
}

BOOST_DATA_TEST_CASE(never_the_wrong_company, test::engines(), engine) {
    test::SeededStore f(engine);
    BOOST_TEST(resolved(f, "0700.hk") == "0700.HK");
    BOOST_TEST(resolved(f, "000001") == "?2");
    BOOST_TEST(resolved(f, "000300") == "000300.SH");
    BOOST_TEST(resolved(f, "hsi") == "^HSI");
    BOOST_TEST(resolved(f, "贵州茅台") == "600519.SH");
    BOOST_TEST(resolved(f, "苹果公司") == "AAPL");
    BOOST_TEST(resolved(f, "apple inc.") == "AAPL");
    BOOST_TEST(resolved(f, "apple").starts_with('?'));
    BOOST_TEST(resolved(f, "999999.SH") == "?0");
    BOOST_TEST(f.instruments.get_symbol(f.context(), "brk/b").text() == "BRK.B");
    BOOST_CHECK_EXCEPTION(
        (void)f.instruments.get_symbol(f.context(), "000001"), Error,
        [](Error const& e) { return e.reason() == "symbol.ambiguous" && e.fields().size() == 2; });
    BOOST_CHECK_EXCEPTION((void)f.instruments.get_symbol(f.context(), "qqqqqqqq"), Error,
                          [](Error const& e) { return e.reason() == "symbol.unknown"; });
    BOOST_CHECK_EXCEPTION((void)f.instruments.get(f.context(), Symbol::parse("ZZZZZ")), Error,
                          [](Error const& e) { return e.code() == ErrorCode::not_found; });
}

BOOST_DATA_TEST_CASE(every_listed_company_is_found_by_its_code, test::engines(), engine) {
    test::SeededStore f(engine);
    for (char const* list : {"us_sp500", "hk_stocks", "cn_a_shares"}) {
        auto const table = market::parse_csv_table(
            test::read_source_file("schema/seed/lists/" + std::string(list) + ".csv"));
        // Each tenth, so that the case stays quick.
        for (std::size_t i = 0; i < table.rows.size(); i += 10) {
            auto const symbol = Symbol::parse(table.rows[i][0]);
            BOOST_REQUIRE_EQUAL(resolved(f, symbol.text()), symbol.text());
            auto const bare = f.instruments.resolve(f.context(), symbol.code());
            bool const offered =
                bare.symbol == symbol ||
                std::ranges::find(bare.candidates, symbol, &marketdata::Instrument::symbol) !=
                    bare.candidates.end();
            BOOST_REQUIRE_MESSAGE(offered, symbol.text());
            if (bare.symbol) BOOST_REQUIRE(*bare.symbol == symbol);
        }
    }
}

BOOST_DATA_TEST_CASE(what_is_known_of_an_instrument, test::engines(), engine) {
    test::SeededStore f(engine);
    auto const get = [&](char const* symbol) {
        return f.instruments.get(f.context(), Symbol::parse(symbol));
    };
    auto const tencent = get("0700.HK");
    BOOST_TEST(tencent.name_zh == "腾讯控股");
    BOOST_TEST(tencent.exchange == "HKEX");
    BOOST_TEST(tencent.currency == "HKD");
    BOOST_TEST(tencent.lot_size.value() == 100);
    BOOST_TEST(tencent.has_bars == 1);
    BOOST_TEST(tencent.sample == 1);
    auto const moutai = get("600519.SH");
    BOOST_TEST((moutai.board == market::Board::main));
    BOOST_TEST(moutai.name_en.empty());
    BOOST_TEST(!moutai.industry.empty());
    BOOST_TEST((get("300750.SZ").board == market::Board::chinext));
    BOOST_TEST((get("SPY").kind == market::InstrumentKind::etf));
    BOOST_TEST((get("^HSI").kind == market::InstrumentKind::index));
    BOOST_TEST(get("MMM").has_bars == 0);
    BOOST_TEST(!get("9988.HK").lot_size.has_value());
}

BOOST_DATA_TEST_CASE(hostile_text_is_only_text, test::engines(), engine) {
    test::SeededStore f(engine);
    auto const strings = boost::json::parse(
        test::read_source_file("tests/data/malformed/big_list_of_naughty_strings.json"));
    for (auto const& text : strings.as_array()) {
        auto const found = f.instruments.search(f.context(), std::string(text.as_string()), 5);
        BOOST_REQUIRE(found.size() <= 5U);
    }
    BOOST_TEST(f.test.query("SELECT COUNT(*) FROM instruments")[0].integer(0) ==
               static_cast<std::int64_t>(f.report.instruments));
}

BOOST_AUTO_TEST_SUITE_END()
