#pragma once

#include <ec/db/rows.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {

/// The text form of an argument; nullopt is NULL. Bytes become "\x" and hex digits.
[[nodiscard]] std::optional<std::string> to_postgresql_text(Param const& param);

/// A cell from PostgreSQL's text form and the column's type number. Throws Error(internal) when
/// the text is not of that type.
[[nodiscard]] Cell parse_postgresql_text(std::string_view text, unsigned type);

}  // namespace ec::db
