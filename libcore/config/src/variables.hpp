#pragma once

#include "toml_reader.hpp"

#include <ec/config/config.hpp>

namespace ec::config {

/// Lays the environment's overrides over what the file said.
void apply_variables(Variables const& variables, Config& config, Origins& origins);

/// The content of a secret's file without its trailing newline. Throws invalid_input
/// "config.secret_file" naming `variable` when it is missing, empty, over 64 KiB, or not 0400 or
/// 0600 of this user or root.
[[nodiscard]] Secret read_secret_file(std::string_view variable, std::string const& file);

}  // namespace ec::config
