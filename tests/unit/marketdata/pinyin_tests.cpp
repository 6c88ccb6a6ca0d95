// Private to the module; tested at the source.
#include "../../../libcore/marketdata/src/pinyin.hpp"
#include "../../../libcore/marketdata/src/text_encoding.hpp"

#include <ec/market/csv.hpp>

#include <support/source_files.hpp>

#include <algorithm>
#include <tuple>

#include <boost/test/unit_test.hpp>

using namespace ec;

namespace {

bool has(std::vector<std::string> const& forms, std::string_view form) {
    return std::ranges::find(forms, form) != forms.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pinyin)

BOOST_AUTO_TEST_CASE(names_are_typed_by_their_usual_reading) {
    for (auto const& [name, initials, full] :
         std::vector<std::tuple<char const*, char const*, char const*>>{
             {"贵州茅台", "gzmt", "guizhoumaotai"},
             {"腾讯控股", "txkg", "tengxunkonggu"},
             {"騰訊控股", "txkg", "tengxunkonggu"},
             {"招商银行", "zsyh", "zhaoshangyinhang"},
             {"重庆啤酒", "cqpj", "chongqingpijiu"},
             {"三一重工", "syzg", "sanyizhonggong"},
             {"长城汽车", "ccqc", "changchengqiche"},
             {"厦门国贸", "xmgm", "xiamenguomao"},
             {"西藏旅游", "xzly", "xizanglvyou"},
             {"成都银行", "cdyh", "chengduyinhang"},
             {"金地集团", "jdjt", "jindijituan"},
             {"万科A", "wka", "wankea"},
             {"标普500", "bp500", "biaopu500"}}) {
        auto const forms = marketdata::pinyin_forms(marketdata::normalise_name(name));
        BOOST_TEST(has(forms.initials, initials), name);
        BOOST_TEST(has(forms.full, full), name);
    }
}

BOOST_AUTO_TEST_CASE(a_name_without_chinese_has_no_pinyin) {
    for (auto const* name : {"", "Apple Inc.", "3M", "トヨタ", "삼성"}) {
        auto const forms = marketdata::pinyin_forms(marketdata::normalise_name(name));
        BOOST_TEST(forms.initials.empty(), name);
        BOOST_TEST(forms.full.empty(), name);
    }
}

BOOST_AUTO_TEST_CASE(every_name_of_the_shipped_lists_has_some) {
    std::size_t names = 0;
    for (char const* list : {"cn_a_shares", "hk_stocks", "hk_builtin", "indices_and_funds"}) {
        auto const table = market::parse_csv_table(
            test::read_source_file("schema/seed/lists/" + std::string(list) + ".csv"));
        auto const column = table.column("name_zh");
        for (auto const& row : table.rows) {
            if (row[column].empty()) continue;
            auto const forms = marketdata::pinyin_forms(marketdata::normalise_name(row[column]));
            BOOST_REQUIRE_MESSAGE(!forms.initials.empty() && forms.initials.size() <= 16,
                                  row[column]);
            for (auto const& form : forms.full)
                BOOST_REQUIRE_MESSAGE(
                    std::ranges::all_of(
                        form,
                        [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }),
                    row[column] << ' ' << form);
            ++names;
        }
    }
    BOOST_TEST(names > 5'500U);
}

BOOST_AUTO_TEST_SUITE_END()
