#include <http/static_files.hpp>

#include <ec/base/error.hpp>

#include <http/conditional.hpp>
#include <http/header_check.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <utility>

namespace ec::http {

namespace {

constexpr std::uintmax_t max_total_bytes = std::uintmax_t{128} << 20U;

std::string_view content_type_of(std::string_view extension) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 18> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".woff", "font/woff"},
        {".ttf", "font/ttf"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".wasm", "application/wasm"},
    }};
    for (auto const& [name, type] : types)
        if (name == extension) return type;
    return "application/octet-stream";
}

// "/assets/index-3fK2_a9x.js": eight or more characters of a content hash before the extension.
bool has_content_hash(std::string_view path) {
    if (path.substr(0, 8) != "/assets/") return false;
    auto const dot = path.rfind('.');
    if (dot == std::string_view::npos || dot < 9) return false;
    auto const stem = path.substr(0, dot);
    // The hash itself may hold a dash, so that its last eight characters are looked at.
    if (stem.size() < 9 || stem[stem.size() - 9] != '-') return false;
    return std::all_of(stem.end() - 8, stem.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_' || c == '-';
    });
}

std::string read_file(std::filesystem::path const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

[[noreturn]] void refuse(std::string_view problem) {
    throw Error(ErrorCode::unavailable, "server.web_files",
                "The web application's files cannot be served: " + std::string(problem));
}

}  // namespace

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding) {
    bool any = false;
    for (auto const item : split_list(accept_encoding)) {
        auto const name = item.substr(0, item.find_first_of("; "));
        auto const q = item.find("q=");
        // Zero in all its spellings: "0", "0.", "0.000".
        bool const refused = q != std::string_view::npos &&
                             item.substr(q + 2).find_first_not_of("0. ") == std::string_view::npos;
        if (equals_ignoring_case(name, coding)) return !refused;
        if (name == "*") any = !refused;
    }
    return any;
}

StaticFiles StaticFiles::load(std::filesystem::path const& folder) {
    namespace fs = std::filesystem;
    std::error_code failed;
    if (!fs::is_directory(folder, failed)) refuse("their folder is missing. Build them first.");
    StaticFiles out;
    std::uintmax_t total = 0;
    auto const variant = [&](fs::path const& path) {
        Variant made;
        made.bytes = std::make_shared<std::string const>(read_file(path));
        made.etag = make_etag(*made.bytes);
        return made;
    };
    for (auto const& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_symlink() || !entry.is_regular_file()) continue;
        total += entry.file_size();
        if (total > max_total_bytes) refuse("they are larger than 128 MiB together.");
        auto name = "/" + entry.path().lexically_relative(folder).generic_string();
        auto const extension = entry.path().extension().string();
        auto const stem = entry.path().parent_path() / entry.path().stem();
        if ((extension == ".br" || extension == ".gz") && fs::exists(stem)) {
            name.resize(name.size() - extension.size());
            (extension == ".br" ? out.files_[name].br : out.files_[name].gzip) =
                variant(entry.path());
            continue;
        }
        auto& file = out.files_[name];
        file.plain = variant(entry.path());
        file.content_type = content_type_of(extension);
        file.cache_control =
            has_content_hash(name) ? "public, max-age=31536000, immutable" : "no-cache";
    }
    std::erase_if(out.files_,
                  [](auto const& named) { return named.second.plain.bytes == nullptr; });
    if (!out.files_.contains("/index.html")) refuse("index.html is missing. Build them first.");
    return out;
}

std::unique_ptr<Response> StaticFiles::find(std::string_view path,
                                            std::string_view accept_encoding) const {
    auto found = files_.find(path);
    if (found == files_.end()) {
        auto const name = path.substr(path.rfind('/') + 1);
        if (name.find('.') != std::string_view::npos) return nullptr;
        found = files_.find("/index.html");
    }
    File const& file = found->second;
    auto response = std::make_unique<Response>();
    Variant const* chosen = &file.plain;
    if (file.br.bytes != nullptr && accepts_encoding(accept_encoding, "br")) {
        chosen = &file.br;
        response->headers.push_back({"Content-Encoding", "br"});
    } else if (file.gzip.bytes != nullptr && accepts_encoding(accept_encoding, "gzip")) {
        chosen = &file.gzip;
        response->headers.push_back({"Content-Encoding", "gzip"});
    }
    if (file.br.bytes != nullptr || file.gzip.bytes != nullptr)
        response->headers.push_back({"Vary", "Accept-Encoding"});
    response->content_type = file.content_type;
    response->cache_control = file.cache_control;
    response->shared_body = chosen->bytes;
    response->etag = chosen->etag;
    response->ranges = Ranges::bytes;
    return response;
}

}  // namespace ec::http
