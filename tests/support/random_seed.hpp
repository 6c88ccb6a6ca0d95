#pragma once

#include <cstdint>

namespace ec::test {

/// The seed of a randomised test: $EC_TEST_SEED, else a fixed default. Printed once per call site
/// through BOOST_TEST_MESSAGE so that a failure can be run again.
[[nodiscard]] std::uint64_t random_seed();

}  // namespace ec::test
