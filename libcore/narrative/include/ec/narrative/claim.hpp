#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative {

enum class ClaimKind : std::uint8_t {
    number,  // a plain figure
    price,
    percent,
    money,
    shares,
    ratio,
    date,
    relation,  // above, below, crossed, rose, fell, more, less, new high
    word,      // a bound word: near, heavy, stretched, trending, sharp, rising average, ...
};

enum class Verdict : std::uint8_t { supported, derived, unsupported, contradicted };

[[nodiscard]] std::string_view to_string(ClaimKind kind) noexcept;
[[nodiscard]] std::string_view to_string(Verdict verdict) noexcept;
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view text) noexcept;

/// One checkable statement of a text and what the facts say of it.
struct Claim {
    std::int32_t id = 0;    // 0, 1, 2 ... in order of appearance
    std::size_t begin = 0;  // byte offsets in the checked text
    std::size_t end = 0;
    std::string text;  // the bytes [begin, end)
    ClaimKind kind = ClaimKind::number;
    std::optional<double> value;  // as written, scaled (万, 亿, k, m, bn), percent as percent
    Verdict verdict = Verdict::unsupported;
    std::vector<std::string> facts;  // ids; at most two for a derived claim
    std::string
        operation;  // of a derived claim: "difference", "ratio", "percent_change", "sum", "rescale"
    std::string expected;  // what the data say, in the text's language and precision
    std::string reason;    // why unsupported or contradicted, a stable key
};

struct AuditSummary {
    std::int32_t supported = 0;
    std::int32_t derived = 0;
    std::int32_t unsupported = 0;
    std::int32_t contradicted = 0;

    [[nodiscard]] std::int32_t total() const noexcept {
        return supported + derived + unsupported + contradicted;
    }
    bool operator==(AuditSummary const&) const = default;
};

struct AuditResult {
    std::vector<Claim> claims;
    AuditSummary summary;
};

}  // namespace ec::narrative
