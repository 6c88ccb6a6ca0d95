#pragma once

#include <ec/reports/render.hpp>
#include <ec/workflows/analyze_symbol.hpp>

namespace ec::python {

/// What came of an analysis, with how the installation may show it; immutable.
struct AnalyzedReport {
    workflows::Analyzed analyzed;
    reports::RenderOptions options;
};

}  // namespace ec::python
