#include <ec/base/json_writer.hpp>

#include <ec/base/math.hpp>
#include <ec/base/utf8.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(json_writer)

BOOST_AUTO_TEST_CASE(objects_arrays_and_numbers) {
    ec::JsonWriter w;
    w.begin_object().member("a", 1).member("b", 122.15).key("c").begin_array();
    w.value(true).null().value("x").begin_object().end_object().end_array();
    w.member("d", ec::nan_value()).text_member("e", "").text_member("f", "g").end_object();
    BOOST_TEST(w.take() == R"({"a":1,"b":122.15,"c":[true,null,"x",{}],"d":null,"f":"g"})");
}

BOOST_AUTO_TEST_CASE(strings_are_always_valid_json) {
    std::string out;
    ec::append_json_string(out, std::string_view("a\"\\\n\x01\xff中", 9));
    BOOST_TEST(out == "\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD中\"");
}

BOOST_AUTO_TEST_CASE(utf8_is_strict) {
    BOOST_TEST(ec::is_utf8("abc 中文 \xF0\x9F\x98\x80"));
    for (auto bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\x80", "\xE4\xB8"})
        BOOST_TEST(!ec::is_utf8(bad));
}

BOOST_AUTO_TEST_SUITE_END()
