#pragma once

#include <ec/marketdata/prepared_import.hpp>

#include <string>

namespace ec::db {
class Transaction;
}

namespace ec::marketdata {

/// The file's own name, without folders and control characters.
[[nodiscard]] std::string file_name_of(ImportRequest const& request);
/// The series' source: as told, else "csv:<file name>".
[[nodiscard]] std::string source_of(ImportRequest const& request);

/// One row of the import log: what was taken from which file, and how it was understood.
void log_import(db::Transaction& transaction, CallContext const& context,
                PreparedImport const& prepared, SeriesChange const& change);

}  // namespace ec::marketdata
