// Private to the module; tested at the source.
#include "../../../libcore/marketdata/src/text_encoding.hpp"

#include <string>

#include <boost/test/unit_test.hpp>
#include <support/source_files.hpp>

using ec::marketdata::decode_text;
using ec::marketdata::normalise_name;

namespace {

std::string utf16(std::string_view ascii, bool little) {
    std::string out;
    for (char const c : ascii) {
        if (!little) out.push_back('\0');
        out.push_back(c);
        if (little) out.push_back('\0');
    }
    return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(text_encoding)

BOOST_AUTO_TEST_CASE(encodings_are_told_apart) {
    std::string const text = "date,close\n2021-03-31,1.5\n";
    auto const check = [&](std::string const& bytes, char const* encoding) {
        auto const decoded = decode_text(bytes);
        BOOST_TEST(decoded.text == text);
        BOOST_TEST(decoded.encoding == encoding);
    };
    check(text, "UTF-8");
    check("\xEF\xBB\xBF" + text, "UTF-8");
    check("\xFF\xFE" + utf16(text, true), "UTF-16LE");
    check("\xFE\xFF" + utf16(text, false), "UTF-16BE");
    check(utf16(text, true), "UTF-16LE");
    check(utf16(text, false), "UTF-16BE");
    // 日期,收盘 in GBK
    auto const gbk = decode_text("\xC8\xD5\xC6\xDA,\xCA\xD5\xC5\xCC\n2021-03-31,1.5\n");
    BOOST_TEST(gbk.encoding == "GB18030");
    BOOST_TEST(gbk.text.starts_with("日期,收盘\n"));
}

BOOST_AUTO_TEST_CASE(damage_costs_its_own_bytes_only) {
    auto const decoded = decode_text("date,close\n2021-03-31,\xFF\xFF\n2021-04-01,1.5\n");
    BOOST_TEST(decoded.encoding == "UTF-8 with damage");
    BOOST_TEST(decoded.text.find("2021-04-01,1.5\n") != std::string::npos);
    BOOST_TEST(decode_text("").text.empty());
    auto const naughty =
        ec::test::read_source_file("tests/data/malformed/big_list_of_naughty_strings.json");
    BOOST_TEST(decode_text(naughty).encoding == "UTF-8");
}

BOOST_AUTO_TEST_CASE(names_are_compared_without_what_people_leave_out) {
    BOOST_TEST(normalise_name("Berkshire Hathaway, Inc.") == "berkshirehathawayinc");
    BOOST_TEST(normalise_name("贵州茅台") == normalise_name("貴州茅臺"));
    BOOST_TEST(normalise_name("騰訊控股") == normalise_name("腾讯控股"));
    BOOST_TEST(normalise_name("万  科Ａ") == "万科a");
    BOOST_TEST(normalise_name("Ａ＆Ｂ") == "ab");
    BOOST_TEST(normalise_name("%_' -").empty());
    BOOST_TEST(normalise_name("\xFF\xFE").empty());
    BOOST_TEST(normalise_name(std::string(5000, 'a')).size() == 200U);
}

BOOST_AUTO_TEST_SUITE_END()
