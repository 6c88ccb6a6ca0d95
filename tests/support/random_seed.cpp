#include <support/random_seed.hpp>

#include <cstdlib>
#include <string>

#include <boost/test/unit_test.hpp>

namespace ec::test {

std::uint64_t random_seed() {
    char const* given = std::getenv("EC_TEST_SEED");
    std::uint64_t const seed = given != nullptr ? std::stoull(given) : 20210331ULL;
    BOOST_TEST_MESSAGE("EC_TEST_SEED=" << seed);
    return seed;
}

}  // namespace ec::test
