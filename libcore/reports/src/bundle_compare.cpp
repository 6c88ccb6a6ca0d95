#include "bundle_compare.hpp"

#include "bundle.hpp"
#include "json_node.hpp"
#include "utf8.hpp"

#include <ec/reports/report_store.hpp>
#include <ec/reports/verify.hpp>

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace ec::reports {
namespace {

constexpr int max_depth = 12;
constexpr std::size_t excerpt_bytes = 40;

std::optional<JsonNode> try_parse(std::string_view json) {
    if (json.size() > max_report_bytes) return std::nullopt;
    try {
        return parse_json(json, max_depth);
    } catch (JsonError const&) {
        return std::nullopt;
    }
}

std::string_view value_bytes(std::string_view json, MemberSpan const& span) {
    return json.substr(span.begin, span.end - span.begin);
}

// Compares member by member with the file that the row names.
class RowCheck {
  public:
    RowCheck(Verification& verification, std::string_view json, StoredReport const& row,
             std::optional<std::string> const& original)
        : verification_(verification), json_(json), row_(row), original_(original) {}

    void run() {
        auto const members = find_members(json_);
        bool named = false;
        for (auto const& [part, sha256] : row_.parts.parts) {
            auto const span = members.find(part);
            if (!members.members.empty() &&
                compute_report_sha256(value_bytes(json_, span)) == sha256)
                continue;
            if (members.members.empty()) continue;  // not JSON: bytes are all there is
            named = true;
            add_part(part, span);
        }
        if (!named) add_rest();
    }

  private:
    void add_part(std::string const& part, MemberSpan const& span) {
        Finding finding{FindingKind::index,
                        part,
                        '/' + part,
                        span.begin,
                        "",
                        "",
                        fmt::format("\"{}\" is not what the store's signed row says.", part)};
        if (original_) {
            auto const stored = find_members(*original_).find(part);
            auto const expected = value_bytes(*original_, stored);
            auto const found = value_bytes(json_, span);
            auto const at = first_difference(found, expected);
            finding.offset = span.begin + at;
            finding.pointer = pointer_of(json_, span.begin + at);
            finding.expected = excerpt(expected, at);
            finding.found = excerpt(found, at);
        }
        verification_.findings.push_back(std::move(finding));
    }

    // Hashes, format, blanks between members, or no JSON at all.
    void add_rest() {
        Finding finding{FindingKind::index,
                        "file",
                        "",
                        std::nullopt,
                        row_.sha256,
                        verification_.bundle_sha256,
                        "The file is not the one that the store's signed row names."};
        if (original_) {
            auto const at = first_difference(json_, *original_);
            finding.offset = at;
            finding.pointer = pointer_of(*original_, at);
            finding.expected = excerpt(*original_, at);
            finding.found = excerpt(json_, at);
            auto const rest =
                std::string_view(finding.pointer).substr(finding.pointer.empty() ? 0 : 1);
            if (!rest.empty()) finding.part = rest.substr(0, rest.find('/'));
        }
        verification_.findings.push_back(std::move(finding));
    }

    Verification& verification_;
    std::string_view json_;
    StoredReport const& row_;
    std::optional<std::string> const& original_;
};

}  // namespace

MemberSpan MemberSpans::find(std::string_view name) const {
    auto const found = std::ranges::find(members, name, &MemberSpan::name);
    return found == members.end() ? MemberSpan{std::string(name), 0, 0} : *found;
}

MemberSpans find_members(std::string_view json) {
    MemberSpans spans;
    auto const root = try_parse(json);
    if (!root || root->kind != JsonKind::object) return spans;
    for (std::size_t i = 0; i < root->keys.size(); ++i)
        spans.members.push_back({root->keys[i], root->items[i].begin, root->items[i].end});
    return spans;
}

std::string pointer_of(std::string_view json, std::size_t offset) {
    auto const root = try_parse(json);
    return root ? pointer_at(*root, offset) : std::string();
}

std::size_t first_difference(std::string_view a, std::string_view b) noexcept {
    auto const [in_a, in_b] = std::ranges::mismatch(a, b);
    return static_cast<std::size_t>(in_a - a.begin());
}

std::string excerpt(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return {};
    return printable(text.substr(offset, excerpt_bytes));
}

void verify_against_row(Verification& verification, std::string_view json, StoredReport const& row,
                        std::optional<std::string> const& original) {
    if (verification.bundle_sha256 == row.sha256) return;
    RowCheck(verification, json, row, original).run();
}

}  // namespace ec::reports
