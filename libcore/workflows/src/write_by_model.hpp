#pragma once

#include "compose.hpp"

#include <string_view>

namespace ec::workflows {

/// Version of the built-in prompt; part of a run's key.
inline constexpr std::string_view model_prompt_version = "comprehensive/1";

/// A model writes the text and the call from the facts of `report`; the answer is parsed, its call
/// checked and its text audited. Any failure of the model is an outcome without a report.
[[nodiscard]] Composed write_by_model(Services const& services, CallContext const& context,
                                      reports::Report report, Progress const& progress);

}  // namespace ec::workflows
