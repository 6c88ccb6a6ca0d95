#pragma once

#include <ec/marketdata/provider_answers.hpp>

#include <string>

namespace ec::wire {

/// One provider's answer in the project's terms with its unit verdict; a figure that the source
/// does not give is null.
[[nodiscard]] std::string render_provider_answer(marketdata::ProviderAnswer const& answer);

}  // namespace ec::wire
