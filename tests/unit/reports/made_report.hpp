#pragma once

#include <ec/reports/report.hpp>

#include <string>

namespace ec::test {

/// A small report made by hand: 240 bars of a plain curve, a few facts, a call, every kind of block
/// and all four verdicts. Not what an analyst would write: it shows the renderers everything.
[[nodiscard]] reports::Report made_report(narrative::Language language);

/// The same with `text` in every place that holds free text.
[[nodiscard]] reports::Report hostile_report(std::string const& text);

}  // namespace ec::test
