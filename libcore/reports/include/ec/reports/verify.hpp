#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::reports {

struct StoredReport;

/// Where a bundle is not what it should be.
enum class FindingKind : std::uint8_t {
    malformed,      // not a report.json, or not in canonical form
    hash,           // a stored hash is not that of its part
    not_derivable,  // facts do not follow from the bars, the call or the text from the facts, or
                    // the audit from the text
    index,          // differs from the signed row of the store
    signature,      // the row itself is not signed by this installation
};
[[nodiscard]] std::string_view to_string(FindingKind kind) noexcept;

struct Finding {
    FindingKind kind = FindingKind::malformed;
    std::string part;     // "inputs", "facts", "call", "document", "audit", "authorship", ...
    std::string pointer;  // JSON pointer of the innermost value at `offset`; empty when unknown
    std::optional<std::size_t> offset;  // first differing byte in the file
    std::string expected;               // a few bytes from there on
    std::string found;
    std::string message;  // one English sentence
};

struct Verification {
    std::vector<Finding> findings;
    bool rederived = false;     // facts, call and document were computed again
    std::string not_rederived;  // what did not allow it: "malformed", "inputs", "answer"
    std::string bundle_sha256;  // of the bytes given
    bool in_store = false;      // the store has a signed row for it (ReportStore::verify)

    [[nodiscard]] bool ok() const noexcept { return findings.empty(); }
};

/// Checks a bundle by itself: canonical form, part hashes, then derives the facts from its bars,
/// the call and the document from its facts (or from the model's raw answer), the audit from its
/// document, and names the first byte that differs. Pure; never throws for any bytes.
[[nodiscard]] Verification verify_bundle(std::string_view json);

/// Adds what only the store can know: the row's hashes, and with `original` (the stored file of the
/// row's hash) the first byte that differs from it. The row's signature is checked by the store.
void verify_against_row(Verification& verification, std::string_view json, StoredReport const& row,
                        std::optional<std::string> const& original);

}  // namespace ec::reports
