#pragma once

#include <ec/db/migrations.hpp>
#include <ec/db/transaction.hpp>

#include <set>
#include <span>
#include <string>
#include <string_view>

namespace ec::db {

/// The names of the tables and indexes that the store has now.
[[nodiscard]] std::set<std::string> list_objects(Transaction& transaction);

/// The names that must be there after these migrations: what they create less what they drop.
[[nodiscard]] std::set<std::string> expected_objects(std::span<Migration const> migrations);

/// The migration's text for one engine.
[[nodiscard]] std::string translate_schema(std::string_view sql, Engine engine);

}  // namespace ec::db
