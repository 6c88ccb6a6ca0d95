#include <ec/db/integrity.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>

namespace ec::db {

std::vector<std::string> find_damage(Database& database, CallContext const& context) {
    if (database.engine() != Engine::sqlite) return {};
    std::vector<std::string> found;
    try {
        auto transaction = database.begin_read(context);
        for (auto const row : transaction.query("PRAGMA quick_check(20)"))
            if (row.text(0) != "ok") found.push_back(row.text(0));
        auto const broken = transaction.query("PRAGMA foreign_key_check").size();
        if (broken > 0)
            found.push_back(std::to_string(broken) + " rows refer to rows that are missing");
    } catch (Error const& error) {
        if (error.reason() != "db.store_broken") throw;
        found.emplace_back("the file cannot be read to its end");
    }
    return found;
}

}  // namespace ec::db
