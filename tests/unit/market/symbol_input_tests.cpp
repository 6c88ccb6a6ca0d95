#include <ec/market/symbol_input.hpp>

#include <ec/market/csv.hpp>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>
#include <support/random_seed.hpp>
#include <support/source_files.hpp>

using namespace ec;
using namespace ec::market;

namespace {

std::vector<std::string> texts(std::string_view typed) {
    std::vector<std::string> out;
    for (auto const& symbol : parse_input(typed)) out.push_back(symbol.text());
    return out;
}

std::vector<Symbol> shipped_symbols() {
    std::set<Symbol> symbols;
    for (char const* list : {"us_sp500", "hk_stocks", "hk_board_lots_2020-02", "cn_a_shares"}) {
        auto const table = parse_csv_table(
            test::read_source_file("schema/seed/lists/" + std::string(list) + ".csv"));
        auto const at = table.column("symbol");
        for (auto const& row : table.rows) symbols.insert(Symbol::parse(row[at]));
    }
    for (char const* more : {"^GSPC", "^HSI", "000300.SH", "000001.SH", "588000.SH", "SPY"})
        symbols.insert(Symbol::parse(more));
    return {symbols.begin(), symbols.end()};
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::string full_width(std::string const& text) {
    std::string out;
    for (char const c : text) {
        auto const point = c == ' ' ? 0x3000U : static_cast<unsigned>(c) + 0xFEE0U;
        out.push_back(static_cast<char>(0xE0U | (point >> 12U)));
        out.push_back(static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)));
        out.push_back(static_cast<char>(0x80U | (point & 0x3FU)));
    }
    return out;
}

// Every way of writing that names the exchange: each must give exactly the one symbol.
std::vector<std::string> explicit_forms(Symbol const& symbol) {
    std::string const code(symbol.code());
    auto const dashed = [&](char with) {
        auto out = code;
        std::ranges::replace(out, '.', with);
        return out;
    };
    switch (symbol.exchange()) {
        case Exchange::us:
            if (code[0] == '^') return {code, lower(code)};
            return {code + ".US",   lower(code) + ".us", "US." + code,        "US:" + code,
                    "NYSE:" + code, "us" + code,         dashed('-') + ".us", code + " US Equity"};
        case Exchange::hk: {
            if (code[0] == '^') return {code, lower(code)};
            auto const five = std::string(5 - code.size(), '0') + code;
            auto const bare = code.substr(code.find_first_not_of('0'));
            return {five,           "hk" + five,         "HK." + five, five + ".HK", bare + ".hk",
                    "HKEX:" + bare, lower(code) + ".hk", bare + " HK", code,         "hk" + code};
        }
        case Exchange::sh:
            return {"sh" + code,    "SH." + code,  code + ".SS",
                    code + ".XSHG", "SSE:" + code, code + ".sh"};
        case Exchange::sz:
            return {"sz" + code, "SZ." + code, code + ".XSHE", "SZSE:" + code, code + ".sz"};
        case Exchange::bj:
            return {"bj" + code, "BJ." + code, "BSE:" + code, code + ".bj"};
    }
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(symbol_input)

BOOST_AUTO_TEST_CASE(forms_people_type) {
    using List = std::vector<std::string>;
    BOOST_TEST(texts("AAPL") == List{"AAPL"});
    BOOST_TEST(texts(" aapl.us ") == List{"AAPL"});
    BOOST_TEST(texts("US:AAPL") == List{"AAPL"});
    BOOST_TEST(texts("$aapl") == List{"AAPL"});
    for (char const* typed : {"BRK-B", "brk.b", "BRK/B", "brk b", "NYSE:BRK.B", "brk-b.us"})
        BOOST_TEST(texts(typed) == List{"BRK.B"}, typed);
    for (char const* typed : {"00700", "700.HK", "0700.hk", "00700.HK", "hk00700", "HK.00700",
                              "HKEX:700", "700", "700 HK", "０７００．ＨＫ", "0700。hk"})
        BOOST_TEST(texts(typed) == List{"0700.HK"}, typed);
    for (char const* typed : {"600519", "sh600519", "600519.SS", "SH:600519", "６００５１９"})
        BOOST_TEST(texts(typed) == List{"600519.SH"}, typed);
    BOOST_TEST(texts("000001") == (List{"000001.SZ", "000001.SH"}));
    BOOST_TEST(texts("sh000001") == List{"000001.SH"});
    BOOST_TEST(texts("000001.SZ") == List{"000001.SZ"});
    BOOST_TEST(texts("430047") == List{"430047.BJ"});
    BOOST_TEST(texts("920002") == List{"920002.BJ"});
    BOOST_TEST(texts("300750") == List{"300750.SZ"});
    BOOST_TEST(texts("510300") == List{"510300.SH"});
    BOOST_TEST(texts("80700") == List{"80700.HK"});
    BOOST_TEST(texts("hsi") == (List{"HSI", "^HSI"}));
    BOOST_TEST(texts("^hsi") == List{"^HSI"});
}

BOOST_AUTO_TEST_CASE(what_is_no_code_gives_nothing) {
    for (char const* typed : {"",
                              "   ",
                              "腾讯",
                              "0",
                              "00000",
                              "1234567",
                              "600519.HK",
                              "600519.US",
                              "0700.SH",
                              "sh700",
                              "..",
                              ":",
                              "AAPL:",
                              "FOO:AAPL",
                              "^",
                              "AAPL.XYZW",
                              "apple computer",
                              "\xff\xfe",
                              "<script>",
                              "'; DROP TABLE",
                              "1e5",
                              "-700.hk",
                              "+700"})
        BOOST_TEST(texts(typed).empty(), typed);
    BOOST_TEST(texts(std::string(5000, '7')).empty());
    BOOST_TEST(texts(std::string_view("AA\0PL", 5)).empty());
}

BOOST_AUTO_TEST_CASE(every_shipped_symbol_survives_every_form) {
    auto const symbols = shipped_symbols();
    BOOST_REQUIRE(symbols.size() > 7500U);
    for (auto const& symbol : symbols) {
        auto const bare = parse_input(symbol.text());
        BOOST_REQUIRE_MESSAGE(bare.size() >= 1 && bare.front() == symbol, symbol.text());
        for (auto const& form : explicit_forms(symbol))
            for (auto const& typed : {form, "  " + form + "\t", full_width(form)}) {
                auto const found = parse_input(typed);
                BOOST_REQUIRE_MESSAGE(found.size() == 1 && found.front() == symbol,
                                      typed << " is not only " << symbol.text());
            }
    }
}

BOOST_AUTO_TEST_CASE(a_bare_mainland_code_always_offers_its_own_company) {
    for (auto const& symbol : shipped_symbols()) {
        if (symbol.market() != Market::cn) continue;
        auto const found = parse_input(symbol.code());
        BOOST_REQUIRE_MESSAGE(std::ranges::find(found, symbol) != found.end(), symbol.text());
        for (auto const& other : found) BOOST_REQUIRE(other.code() == symbol.code());
    }
}

BOOST_AUTO_TEST_CASE(random_text_never_breaks_and_stays_canonical) {
    std::mt19937_64 random(test::random_seed());
    std::string const alphabet = "0123456789ABHKSZUJ.:-/ ^$abhkszuj\xEF\xBC\x90\xE3\x80\x82\x01";
    for (int round = 0; round < 50'000; ++round) {
        std::string typed;
        for (auto n = random() % 12; n > 0; --n) typed += alphabet[random() % alphabet.size()];
        for (auto const& symbol : parse_input(typed)) {
            BOOST_REQUIRE(Symbol::try_parse(symbol.text()) == symbol);
            auto const again = parse_input(symbol.text());
            BOOST_REQUIRE_MESSAGE(!again.empty() && again.front() == symbol, typed);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
