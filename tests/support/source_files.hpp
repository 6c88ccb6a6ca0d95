#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace ec::test {

/// A path inside the source tree: source_path("schema/seed/lists").
[[nodiscard]] std::filesystem::path source_path(std::string_view relative);

/// All bytes of a file of the source tree; throws when there is none.
[[nodiscard]] std::string read_source_file(std::string_view relative);

}  // namespace ec::test
