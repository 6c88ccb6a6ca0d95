#pragma once

#include <ec/base/call_context.hpp>
#include <ec/marketdata/import.hpp>
#include <ec/workflows/services.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::workflows {

enum class FileResult : std::uint8_t {
    imported,   // stored, or in a dry run: could be
    unchanged,  // nothing in it that the store does not have
    done,       // the newest import of its series was this very file: not read again
    refused,
    not_reached,
};
[[nodiscard]] std::string_view to_string(FileResult result) noexcept;

/// What became of one file. `rejected_rows` holds the first few of `rejected`.
struct FileReport {
    std::string path;
    std::string symbol;  // "" when the file was refused for it
    FileResult result = FileResult::not_reached;
    std::size_t rows_read = 0;
    std::size_t accepted = 0;
    std::size_t rejected = 0;
    std::size_t flagged = 0;
    std::int64_t added = 0;
    std::int64_t changed = 0;
    std::vector<market::RejectedRow> rejected_rows;
    std::string reason;   // stable key of a refusal
    std::string message;  // what is wrong and what to do
};

enum class ImportEnd : std::uint8_t { complete, interrupted };

struct FolderImport {
    std::vector<FileReport> files;  // by path
    ImportEnd end = ImportEnd::complete;
    std::size_t rows_read = 0;
    std::int64_t added = 0;
    std::int64_t changed = 0;
    [[nodiscard]] std::size_t count(FileResult result) const noexcept;
};

struct FolderProgress {
    std::size_t files = 0;
    std::size_t files_done = 0;
    std::size_t rows = 0;  // read so far
    std::uintmax_t bytes = 0;
    std::uintmax_t bytes_done = 0;
};

struct FolderOptions {
    marketdata::ImportRequest request;  // its symbol and file name are each file's own
    std::size_t jobs = 0;               // parsing threads; 0: one a core
    std::size_t batch_files = 64;       // a transaction ends after so many files
    std::size_t batch_rows = 65'536;    // or so many rows
    std::function<void(FolderProgress const&)> progress;  // called in the caller's thread
};

/// Imports files, and the .csv and .txt files of folders with their subfolders, each as one symbol
/// by its name or the code inside it; a doubtful one is refused and listed, never guessed. Parses
/// on several threads, stores in this one, some files a transaction: a file is stored whole or not
/// at all. A stop request ends between transactions; running it again goes on where it stopped.
/// Memory is bounded by `batch_rows` and the number of threads, not by the number of files.
/// forbidden without import_data, not_found "import.path_missing"; the database's errors end it.
[[nodiscard]] FolderImport import_folder(Services const& services, CallContext const& context,
                                         std::vector<std::filesystem::path> const& paths,
                                         FolderOptions const& options);

}  // namespace ec::workflows
