#include <ec/crypto/digest.hpp>

#include <ec/crypto/encoding.hpp>

#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using ec::crypto::as_bytes;

BOOST_AUTO_TEST_SUITE(digest)

BOOST_AUTO_TEST_CASE(sha256_gives_the_published_values) {
    // FIPS 180-2, appendix B.
    BOOST_TEST(ec::crypto::sha256_hex(std::string_view("abc")) ==
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(ec::crypto::sha256_hex(std::string_view("")) ==
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(ec::crypto::sha256_hex(std::string(1'000'000, 'a')) ==
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(pieces_give_the_same_as_the_whole) {
    std::string text;
    for (int i = 0; i < 1'000; ++i) text += static_cast<char>(i);
    ec::crypto::Sha256 hash;
    for (std::size_t from = 0, step = 1; from < text.size(); from += step, ++step)
        hash.update(std::string_view(text).substr(from, step));
    BOOST_TEST(hash.finish_hex() == ec::crypto::sha256_hex(text));
    hash.update(std::string_view("abc"));
    BOOST_TEST(hash.finish_hex() == ec::crypto::sha256_hex(std::string_view("abc")));
}

BOOST_AUTO_TEST_CASE(hmac_gives_the_published_values) {
    // RFC 4231, cases 1, 2 and 6.
    BOOST_TEST(ec::crypto::hmac_sha256_hex(as_bytes(std::string(20, '\x0b')), "Hi There") ==
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    BOOST_TEST(ec::crypto::hmac_sha256_hex(as_bytes("Jefe"), "what do ya want for nothing?") ==
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    BOOST_TEST(
        ec::crypto::hmac_sha256_hex(as_bytes(std::string(131, '\xaa')),
                                    "Test Using Larger Than Block-Size Key - Hash Key First") ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    BOOST_TEST(ec::crypto::hmac_sha256_hex({}, "") ==
               "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

BOOST_AUTO_TEST_CASE(secrets_compare_by_content) {
    BOOST_TEST(ec::crypto::equal_constant_time("abc", "abc"));
    BOOST_TEST(!ec::crypto::equal_constant_time("abc", "abd"));
    BOOST_TEST(!ec::crypto::equal_constant_time("abc", "ab"));
    BOOST_TEST(ec::crypto::equal_constant_time("", ""));
}

BOOST_AUTO_TEST_CASE(bytes_survive_their_texts) {
    // RFC 4648, section 10.
    for (auto const& [plain, base64] : {std::pair<std::string, std::string>{"", ""},
                                        {"f", "Zg=="},
                                        {"fo", "Zm8="},
                                        {"foo", "Zm9v"},
                                        {"foob", "Zm9vYg=="},
                                        {"fooba", "Zm9vYmE="},
                                        {"foobar", "Zm9vYmFy"}}) {
        BOOST_TEST(ec::crypto::to_base64(as_bytes(plain)) == base64);
        auto const back = ec::crypto::try_parse_base64(base64);
        BOOST_REQUIRE(back.has_value());
        BOOST_TEST(ec::crypto::to_hex(*back) == ec::crypto::to_hex(as_bytes(plain)));
    }
    BOOST_TEST(ec::crypto::to_base64url(as_bytes("\xfb\xff")) == "-_8");
    BOOST_TEST(ec::crypto::try_parse_base64url("-_8").has_value());
    for (std::string const bad : {"Zg", "Zg=", "Z===", "Zm9v\n", "Zm 9v", "-_8=", "Zh=="})
        BOOST_TEST(!ec::crypto::try_parse_base64(bad).has_value(), bad);
    BOOST_TEST(!ec::crypto::try_parse_base64url("Zg==").has_value());
    BOOST_TEST(ec::crypto::to_hex(as_bytes("\x01\xab")) == "01ab");
    BOOST_TEST(ec::crypto::try_parse_hex("01AB").has_value());
    for (std::string const bad : {"0", "0g", "0x01"})
        BOOST_TEST(!ec::crypto::try_parse_hex(bad).has_value(), bad);
}

BOOST_AUTO_TEST_SUITE_END()
