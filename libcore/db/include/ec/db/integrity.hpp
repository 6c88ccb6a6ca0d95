#pragma once

#include <ec/base/call_context.hpp>

#include <string>
#include <vector>

namespace ec::db {

class Database;

/// What the engine itself finds wrong with the store's file; empty when nothing is. SQLite reads
/// every page (a second per few hundred MiB) and checks foreign keys; PostgreSQL checks its pages
/// whenever it reads them, so there is nothing to ask.
[[nodiscard]] std::vector<std::string> find_damage(Database& database, CallContext const& context);

}  // namespace ec::db
