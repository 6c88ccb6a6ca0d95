#include <ec/blobs/blob_key.hpp>

#include <ec/base/error.hpp>

#include <algorithm>
#include <array>

namespace ec::blobs {
namespace {

constexpr std::size_t max_segment = 80;
constexpr std::size_t max_segments = 4;
constexpr std::size_t max_extension = 8;
constexpr std::array<std::string_view, 4> reserved{"con", "prn", "aux", "nul"};

bool is_key_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_reserved(std::string_view stem) {
    if (std::ranges::find(reserved, stem) != reserved.end()) return true;
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
           stem[3] >= '0' && stem[3] <= '9';
}

bool is_stem(std::string_view stem) {
    return !stem.empty() && stem.size() <= max_segment && stem[0] != '-' &&
           std::ranges::all_of(stem, is_key_char) && !is_reserved(stem);
}

bool is_leaf(std::string_view leaf) {
    auto const point = leaf.find('.');
    if (!is_stem(leaf.substr(0, point))) return false;
    if (point == std::string_view::npos) return true;
    auto const extension = leaf.substr(point + 1);
    return !extension.empty() && extension.size() <= max_extension &&
           std::ranges::all_of(extension, is_key_char);
}

bool is_key(std::string_view text) {
    std::size_t segments = 1;
    for (auto slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/')) {
        if (!is_stem(text.substr(0, slash)) || ++segments > max_segments) return false;
        text.remove_prefix(slash + 1);
    }
    return is_leaf(text);
}

}  // namespace

std::optional<BlobKey> BlobKey::try_parse(std::string_view text) {
    return is_key(text) ? std::optional(BlobKey(std::string(text))) : std::nullopt;
}

BlobKey BlobKey::parse(std::string_view text) {
    if (auto key = try_parse(text)) return *std::move(key);
    throw Error(ErrorCode::invalid_input, "blob.key_invalid",
                "The name of a stored file is not made of ids. This is a fault of the program.");
}

}  // namespace ec::blobs
