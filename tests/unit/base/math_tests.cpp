#include <ec/base/math.hpp>

#include <ec/base/error.hpp>

#include <cmath>
#include <random>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(math)

BOOST_AUTO_TEST_CASE(log_and_exp_are_within_two_ulp_of_long_double) {
    std::mt19937_64 random(42);
    std::uniform_real_distribution<double> exponent(-300, 300);
    for (int i = 0; i < 100'000; ++i) {
        double const x = std::pow(10.0, exponent(random));
        auto const expected = static_cast<double>(std::log(static_cast<long double>(x)));
        double const ulp = std::fabs(std::nextafter(expected, INFINITY) - expected);
        BOOST_REQUIRE_LE(std::fabs(ec::portable_log(x) - expected), 2 * ulp);
        double const y = exponent(random) * 2;
        auto const e = static_cast<double>(std::exp(static_cast<long double>(y)));
        double const eulp = std::nextafter(e, INFINITY) - e;
        BOOST_REQUIRE_LE(std::fabs(ec::portable_exp(y) - e), 2 * eulp);
    }
}

BOOST_AUTO_TEST_CASE(log_near_one_keeps_its_digits) {
    for (double d : {1e-3, 1e-8, 1e-12, -1e-3, -1e-8}) {
        auto const expected = static_cast<double>(std::log(1.0L + static_cast<long double>(d)));
        double const got = ec::portable_log(static_cast<double>(1.0L + d));
        BOOST_TEST(
            std::fabs(got - static_cast<double>(std::log(static_cast<long double>(1.0 + d)))) <=
            std::fabs(expected) * 1e-15);
    }
}

BOOST_AUTO_TEST_CASE(pow_agrees_with_libm) {
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> base(0.01, 100), power(-10, 10);
    for (int i = 0; i < 100'000; ++i) {
        double const x = base(random), y = power(random);
        auto const expected =
            static_cast<double>(std::pow(static_cast<long double>(x), static_cast<long double>(y)));
        BOOST_REQUIRE_LE(std::fabs(ec::portable_pow(x, y) - expected), 1e-13 * expected);
    }
    BOOST_TEST(ec::portable_pow(-2, 3) == -8);
    BOOST_TEST(ec::portable_pow(2, -2) == 0.25);
    BOOST_TEST(std::isnan(ec::portable_pow(-2, 0.5)));
}

BOOST_AUTO_TEST_CASE(canonical_text_has_ten_significant_digits) {
    BOOST_TEST(ec::format_canonical(122.15) == "122.15");
    BOOST_TEST(ec::format_canonical(109019052) == "109019052");
    BOOST_TEST(ec::format_canonical(12345678901234.0) == "12345678900000");
    BOOST_TEST(ec::format_canonical(-0.0) == "0");
    BOOST_TEST(ec::format_canonical(1.0 / 3.0) == "0.3333333333");
    BOOST_TEST(ec::format_canonical(0.00001234567890123) == "1.23456789e-05");
    BOOST_CHECK_THROW((void)ec::format_canonical(NAN), ec::Error);
}

BOOST_AUTO_TEST_SUITE_END()
