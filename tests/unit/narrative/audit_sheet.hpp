#pragma once

#include <ec/analysis/fact_sheet.hpp>

namespace ec::test {

/// The AAPL sample as of 2021-03-31, written out by hand so that the audit's tests stand apart
/// from the code that measures.
[[nodiscard]] analysis::FactSheet aapl_sheet();

}  // namespace ec::test
