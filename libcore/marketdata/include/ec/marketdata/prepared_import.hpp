#pragma once

#include <ec/marketdata/import.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace ec::db {
class Transaction;
}

namespace ec::marketdata {

/// What an import log row says of the file it was made from: the same file asked for in the same
/// way is done. `asked` is empty when the result depended on the day it was made.
struct ImportedFile {
    std::string sha256;
    std::string asked;
    bool operator==(ImportedFile const&) const = default;
};

/// A file that is read, checked and compressed, ready to be stored; holds no view of the bytes.
struct PreparedImport {
    ImportRequest request;
    ImportReport report;  // its change is empty
    SeriesUpdate update;
    ImportedFile file;
};

/// What many imports need to know of the store, read once: a picture of the moment it was loaded.
struct ImportCatalogue {
    std::unordered_map<std::string, market::InstrumentKind> kinds;  // every listed symbol
    std::unordered_set<std::string> with_bars;                      // symbols with a shown series
    std::unordered_map<std::string, ImportedFile> newest_file;      // by series id
    bool whole_mainland = false;  // the list has every mainland stock: a code it lacks is none

    [[nodiscard]] market::InstrumentKind kind_of(market::Symbol const& symbol) const;
    /// True when the newest import of a series of this symbol and source was this very file.
    [[nodiscard]] bool is_done(ImportRequest const& request, ImportedFile const& file) const;
};
[[nodiscard]] ImportCatalogue load_import_catalogue(CallContext const& context,
                                                    db::Database& database);

/// The symbol that a file is of, by its name without extension and by the code that it names
/// itself ("" for none): a listed symbol, the canonical spelling, or a code with its exchange.
/// Throws not_found "import.symbol_unknown", conflict "import.symbol_ambiguous": never a guess.
[[nodiscard]] market::Symbol symbol_of_file(std::string_view stem, std::string_view stated_code,
                                            ImportCatalogue const& catalogue);

/// The code that the beginning of a file, in any encoding, names itself; "" for none.
[[nodiscard]] std::string stated_code_of(std::string_view head);

[[nodiscard]] ImportedFile imported_file(std::string_view bytes, ImportRequest const& request);

/// The work of an import that needs no database, for any thread. Errors of import_csv.
[[nodiscard]] PreparedImport prepare_import(std::string_view bytes, ImportRequest const& request,
                                            market::InstrumentKind kind, Micros now_us);

/// Throws "import.other_company" or "import.scale_differs"; reads the symbol's shown series.
void check_identity_of(CallContext const& context, BarStore const& store,
                       PreparedImport const& prepared);

/// Stores and logs within the caller's transaction: all of the file, or it throws.
[[nodiscard]] SeriesChange store_import(db::Transaction& transaction, CallContext const& context,
                                        PreparedImport const& prepared);

}  // namespace ec::marketdata
