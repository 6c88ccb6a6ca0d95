#pragma once

#include <http/response.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace ec::http {

/// The built web application, read whole at start: a request never reaches the file system, so no
/// path can leave the folder. "x.js.br" and "x.js.gz" beside "x.js" become its encodings. Names
/// with a content hash ("/assets/app-3fK2_a9x.js") are immutable for a year, all others are asked
/// for again (no-cache) and answered by ETag. A path without a file extension gets index.html.
class StaticFiles {
  public:
    /// Regular files below `folder`, symbolic links left out; Error(unavailable) when the folder
    /// is missing, has no index.html, or holds more than 128 MiB.
    [[nodiscard]] static StaticFiles load(std::filesystem::path const& folder);

    /// The answer to GET or HEAD of a decoded path; 404 problems are the caller's.
    [[nodiscard]] std::unique_ptr<Response> find(std::string_view path,
                                                 std::string_view accept_encoding) const;
    [[nodiscard]] std::size_t file_count() const { return files_.size(); }

  private:
    struct Variant {
        std::shared_ptr<std::string const> bytes;
        std::string etag;
    };
    struct File {
        Variant plain, br, gzip;
        std::string content_type;
        std::string cache_control;
    };
    std::map<std::string, File, std::less<>> files_;  // "/assets/app.js"
};

/// True when the Accept-Encoding value allows `coding` (quality above 0, "*" included).
[[nodiscard]] bool accepts_encoding(std::string_view accept_encoding, std::string_view coding);

}  // namespace ec::http
