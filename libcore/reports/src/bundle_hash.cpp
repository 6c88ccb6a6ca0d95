#include "bundle.hpp"

#include <ec/crypto/digest.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr std::string_view bundle_line = "bundle";

}  // namespace

std::string_view PartHashes::find(std::string_view part) const noexcept {
    auto const found = std::ranges::find(parts, part, &PartHash::part);
    return found == parts.end() ? std::string_view() : std::string_view(found->sha256);
}

PartHashes hash_parts(std::vector<Part> const& parts) {
    PartHashes hashes;
    std::string all = fmt::format("{}\n", bundle_format);
    for (auto const& part : parts) {
        hashes.parts.push_back({part.name, crypto::sha256_hex(std::string_view(part.bytes))});
        all += fmt::format("{} {}\n", part.name, hashes.parts.back().sha256);
    }
    hashes.bundle = crypto::sha256_hex(std::string_view(all));
    return hashes;
}

std::string assemble_hashes(PartHashes const& hashes) {
    std::string json = "{";
    for (auto const& [part, sha256] : hashes.parts)
        json += fmt::format("\"{}\":\"{}\",", part, sha256);
    return json + fmt::format("\"bundle\":\"{}\"}}", hashes.bundle);
}

std::string assemble(std::string_view format, std::vector<Part> const& parts,
                     PartHashes const& hashes) {
    std::string json = fmt::format("{{\n\"format\":\"{}\"", format);
    for (auto const& part : parts) json += fmt::format(",\n\"{}\":{}", part.name, part.bytes);
    return json + fmt::format(",\n\"hashes\":{}\n}}\n", assemble_hashes(hashes));
}

std::string render_hash_lines(PartHashes const& hashes) {
    std::string lines;
    for (auto const& [part, sha256] : hashes.parts) lines += fmt::format("{} {}\n", part, sha256);
    return lines + fmt::format("{} {}\n", bundle_line, hashes.bundle);
}

PartHashes parse_hash_lines(std::string_view lines) {
    PartHashes hashes;
    while (!lines.empty()) {
        auto const line = lines.substr(0, lines.find('\n'));
        auto const blank = line.find(' ');
        EC_CHECK(blank != std::string_view::npos && line.size() == blank + 65);
        auto const name = line.substr(0, blank);
        std::string hash(line.substr(blank + 1));
        if (name == bundle_line)
            hashes.bundle = std::move(hash);
        else
            hashes.parts.push_back({std::string(name), std::move(hash)});
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    }
    return hashes;
}

PartHashes compute_hashes(Report const& report) { return hash_parts(render_parts(report)); }

std::string compute_report_sha256(std::string_view json) { return crypto::sha256_hex(json); }

std::string render_report_json(Report const& report) {
    auto const parts = render_parts(report);
    return assemble(bundle_format, parts, hash_parts(parts));
}

}  // namespace ec::reports
