#include <import_files.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <system_error>

#include <fmt/format.h>

namespace ec::workflows {
namespace {

namespace fs = std::filesystem;

// Enough for a title, a heading and a first row.
constexpr std::size_t head_bytes = 16U << 10U;

bool is_table(fs::path const& path) {
    auto extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return extension == ".csv" || extension == ".txt";
}

void add_folder(fs::path const& folder, std::vector<FoundFile>& files) {
    for (auto const& entry :
         fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
        bool const hidden = entry.path().filename().string().starts_with('.');
        if (!hidden && entry.is_regular_file() && is_table(entry.path()))
            files.push_back({entry.path(), entry.file_size(), std::nullopt});
    }
}

std::string read_bytes(fs::path const& path, std::size_t limit) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes(limit, '\0');
    if (in.good()) in.read(bytes.data(), static_cast<std::streamsize>(limit));
    if (in.bad() || !in.is_open())
        throw Error(ErrorCode::not_found, "file.unreadable",
                    fmt::format("The file {} cannot be read. Check its owner and its rights.",
                                path.string()));
    bytes.resize(static_cast<std::size_t>(in.gcount()));
    return bytes;
}

// "600519.SH.csv" is "600519.SH"; a name without a known extension is taken whole.
std::string stem_of(fs::path const& path) {
    return is_table(path) ? path.stem().string() : path.filename().string();
}

market::Symbol symbol_of(FoundFile const& file, marketdata::ImportCatalogue const& catalogue) {
    auto const stem = stem_of(file.path);
    try {
        return marketdata::symbol_of_file(stem, "", catalogue);
    } catch (Error const&) {  // only then is it worth a look inside
        auto const head = read_bytes(file.path, std::min<std::uintmax_t>(file.bytes, head_bytes));
        return marketdata::symbol_of_file(stem, marketdata::stated_code_of(head), catalogue);
    }
}

}  // namespace

void refuse(FileReport& report, Error const& error) {
    report.result = FileResult::refused;
    report.reason = error.reason();
    report.message = error.public_message();
    report.added = 0;
    report.changed = 0;
}

std::vector<FoundFile> find_import_files(std::vector<fs::path> const& paths) {
    std::vector<FoundFile> files;
    for (auto const& path : paths) {
        std::error_code error;
        auto const status = fs::status(path, error);
        if (fs::is_directory(status))
            add_folder(path, files);
        else if (fs::is_regular_file(status))
            files.push_back({path, fs::file_size(path), std::nullopt});
        else
            throw Error(
                ErrorCode::not_found, "import.path_missing",
                fmt::format("There is no file or folder {}. Check its name.", path.string()));
    }
    std::ranges::sort(files, {}, &FoundFile::path);
    auto const same = std::ranges::unique(files, {}, &FoundFile::path);
    files.erase(same.begin(), same.end());
    return files;
}

void settle_symbols(std::vector<FoundFile>& files, std::vector<FileReport>& reports,
                    marketdata::ImportCatalogue const& catalogue) {
    std::map<market::Symbol, std::vector<std::size_t>> by_symbol;
    for (std::size_t i = 0; i < files.size(); ++i) {
        try {
            files[i].symbol = symbol_of(files[i], catalogue);
            reports[i].symbol = files[i].symbol->text();
            by_symbol[*files[i].symbol].push_back(i);
        } catch (Error const& error) {
            refuse(reports[i], error);
        }
    }
    for (auto const& [symbol, places] : by_symbol) {
        if (places.size() == 1) continue;
        for (auto const i : places) {
            auto const other = places[i == places[0] ? 1 : 0];
            refuse(reports[i],
                   Error(ErrorCode::conflict, "import.symbol_twice",
                         fmt::format("{} is also the symbol of {}. Import one of the two files, or "
                                     "each alone with a --source of its own.",
                                     symbol.text(), files[other].path.string())));
            files[i].symbol.reset();
        }
    }
}

std::string read_import_file(FoundFile const& file) {
    if (file.bytes > market::max_price_csv_bytes)
        throw invalid_field("import.too_large", "file", file.path.filename().string(),
                            "the file is larger than 64 MiB", "Split the file into parts.");
    return read_bytes(file.path, static_cast<std::size_t>(file.bytes));
}

}  // namespace ec::workflows
