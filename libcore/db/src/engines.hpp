#pragma once

#include <ec/db/database.hpp>

#include <memory>
#include <string>

namespace ec::db {

[[nodiscard]] std::unique_ptr<Database> open_sqlite(Settings const& settings,
                                                    std::string const& path);
[[nodiscard]] std::unique_ptr<Database> open_postgresql(Settings const& settings);

}  // namespace ec::db
