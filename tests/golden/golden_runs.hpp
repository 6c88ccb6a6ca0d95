#pragma once

#include "golden_report.hpp"

namespace ec::golden {

/// CSV vectors that are one output of one registry entry.
void run_tables(Report& report);
/// CSV vectors that are put together from several calls.
void run_composed(Report& report);
/// Single asserted points of TA-Lib's regression test.
void run_points(Report& report);
/// The worked examples of the book.
void run_book(Report& report);
/// Returns and risk of whole series.
void run_risk(Report& report);
/// Cases of empyrical's own tests.
void run_empyrical(Report& report);
/// Statistics over a moving window.
void run_windows(Report& report);

}  // namespace ec::golden
