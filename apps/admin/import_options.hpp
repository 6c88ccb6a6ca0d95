#pragma once

#include <ec/marketdata/import.hpp>

#include <string>

namespace CLI {
class App;
}

namespace ec::admin {

/// How a file of prices is to be taken, as typed: the same for one file and for folders.
struct ImportOptions {
    std::string basis;
    std::string base_date;
    std::string volume_unit;
    std::string date_order;
    std::string currency;
    std::string source;
    bool dry_run = false;
    bool trust_identity = false;
};

void add_import_options(CLI::App& command, ImportOptions& options);
/// Without symbol and file name. Throws invalid_input "import.basis" and those of a date.
[[nodiscard]] marketdata::ImportRequest import_request(ImportOptions const& options);

}  // namespace ec::admin
