#define BOOST_TEST_MODULE equitycompass
#include <boost/test/unit_test.hpp>
