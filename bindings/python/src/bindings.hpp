#pragma once

#include <ec/base/dates.hpp>
#include <ec/narrative/claim.hpp>

#include <optional>
#include <string>
#include <vector>

#include <pybind11/pybind11.h>

// What the parts of the extension module share. Each bind_* adds its part to `_core`; the package's
// Python files give these raw calls their public shape.

namespace ec::python {

void bind_indicators(pybind11::module_& module);
void bind_facts(pybind11::module_& module);
void bind_audit(pybind11::module_& module);
void bind_report(pybind11::module_& module);
void bind_store(pybind11::module_& module);

/// datetime.date of a day.
[[nodiscard]] pybind11::object to_python(Date day);
/// None without a day.
[[nodiscard]] pybind11::object to_python(std::optional<Date> const& day);
/// Tuples that equitycompass.Claim and Summary are made of; offsets in bytes.
[[nodiscard]] pybind11::list to_python(std::vector<narrative::Claim> const& claims);
[[nodiscard]] pybind11::tuple to_python(narrative::AuditSummary const& summary);
/// "2021-03-31"; throws invalid_input naming `field`.
[[nodiscard]] std::optional<Date> read_day(std::optional<std::string> const& text,
                                           char const* field);

}  // namespace ec::python
