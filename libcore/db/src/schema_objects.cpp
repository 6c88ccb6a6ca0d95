#include "schema_objects.hpp"

#include <sstream>

namespace ec::db {
namespace {

constexpr std::string_view sqlite_objects =
    "SELECT name FROM sqlite_master WHERE type IN ('table', 'index')"
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
constexpr std::string_view postgresql_objects =
    "SELECT CAST(relname AS TEXT) FROM pg_class WHERE relkind IN ('r', 'p', 'i')"
    " AND relnamespace = CAST(current_schema() AS regnamespace)";

// The word after the given ones at the start of a line, up to a blank or a bracket.
std::string name_after(std::istringstream& words) {
    std::string word;
    words >> word;
    if (word == "IF") {
        while (words >> word && (word == "NOT" || word == "EXISTS")) {
        }
    }
    return word.substr(0, word.find_first_of("(;"));
}

}  // namespace

std::set<std::string> list_objects(Transaction& transaction) {
    auto const rows = transaction.query(
        transaction.engine() == Engine::sqlite ? sqlite_objects : postgresql_objects);
    std::set<std::string> names;
    for (auto const row : rows) names.insert(row.text(0));
    return names;
}

std::set<std::string> expected_objects(std::span<Migration const> migrations) {
    std::set<std::string> names;
    for (auto const& migration : migrations) {
        std::istringstream lines{std::string(migration.sql)};
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            std::string verb;
            std::string object;
            words >> verb >> object;
            if (object == "UNIQUE") words >> object;
            if (object != "TABLE" && object != "INDEX") continue;
            if (verb == "CREATE") names.insert(name_after(words));
            if (verb == "DROP") names.erase(name_after(words));
        }
    }
    return names;
}

std::string translate_schema(std::string_view sql, Engine engine) {
    constexpr std::string_view alias = "{{BLOB}}";
    std::string text(sql);
    std::string_view const type = engine == Engine::sqlite ? "BLOB" : "BYTEA";
    for (auto at = text.find(alias); at != std::string::npos; at = text.find(alias, at))
        text.replace(at, alias.size(), type);
    return text;
}

}  // namespace ec::db
