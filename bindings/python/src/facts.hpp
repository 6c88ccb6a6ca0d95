#pragma once

#include <ec/analysis/fact_sheet.hpp>

#include <utility>

namespace ec::python {

/// A fact sheet held by Python; immutable.
struct Sheet {
    explicit Sheet(analysis::FactSheet given) : sheet(std::move(given)) {}
    analysis::FactSheet sheet;
};

}  // namespace ec::python
