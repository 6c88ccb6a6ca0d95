#include "golden_data.hpp"
#include "golden_runs.hpp"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(golden)

BOOST_AUTO_TEST_CASE(every_golden_file_agrees) {
    ec::golden::Report report;
    ec::golden::run_tables(report);
    ec::golden::run_composed(report);
    ec::golden::run_points(report);
    ec::golden::run_book(report);
    ec::golden::run_risk(report);
    ec::golden::run_empyrical(report);
    ec::golden::run_windows(report);
    for (std::string const& failure : report.finish(ec::golden::list_files())) {
        BOOST_ERROR(failure);
    }
}

BOOST_AUTO_TEST_SUITE_END()
