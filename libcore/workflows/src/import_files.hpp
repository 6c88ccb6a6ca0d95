#pragma once

#include <ec/base/error.hpp>
#include <ec/marketdata/prepared_import.hpp>
#include <ec/workflows/import_folder.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ec::workflows {

struct FoundFile {
    std::filesystem::path path;
    std::uintmax_t bytes = 0;
    std::optional<market::Symbol> symbol;  // absent: refused
};

/// Every file that the paths name or hold, sorted, each once. Throws not_found
/// "import.path_missing".
[[nodiscard]] std::vector<FoundFile> find_import_files(
    std::vector<std::filesystem::path> const& paths);

/// Settles the symbol of each file; those without one get their refusal in the report of the same
/// index. Two files of one symbol are both refused: which one is right nobody knows.
void settle_symbols(std::vector<FoundFile>& files, std::vector<FileReport>& reports,
                    marketdata::ImportCatalogue const& catalogue);

/// The file's bytes; throws not_found "file.unreadable", invalid_input "import.too_large".
[[nodiscard]] std::string read_import_file(FoundFile const& file);

void refuse(FileReport& report, Error const& error);

}  // namespace ec::workflows
