#pragma once

#include "toml_reader.hpp"

#include <ec/config/config.hpp>

#include <string>
#include <string_view>

// The section [providers].
namespace ec::config {

void read_providers(TomlReader& toml, ProvidersConfig& providers);

/// "EC_TWELVE_DATA_KEY".
[[nodiscard]] std::string key_variable(std::string_view provider);

/// Throws invalid_input.
void check_providers(ProvidersConfig const& providers, Origins const& origins);

}  // namespace ec::config
