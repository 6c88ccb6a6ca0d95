#pragma once

#include "toml_reader.hpp"

#include <ec/config/config.hpp>

namespace ec::config {

/// Makes paths absolute: data_dir from the working folder, the rest from data_dir.
void resolve_paths(Config& config, Origins const& origins);

/// Refuses what each value allows and the whole does not. Throws invalid_input.
void validate(Config const& config, Origins const& origins);

}  // namespace ec::config
