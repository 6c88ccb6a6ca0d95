#pragma once

#include <ec/base/error.hpp>

#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

namespace ec::test {

/// For BOOST_CHECK_EXCEPTION: the Error has this reason; another one is printed whole.
inline auto failed_with(std::string reason) {
    return [reason = std::move(reason)](Error const& error) {
        BOOST_TEST(error.reason() == reason, error.what());
        return error.reason() == reason;
    };
}

}  // namespace ec::test
