#pragma once

#include <ec/base/error.hpp>
#include <ec/reports/report.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ec::reports {

inline constexpr std::string_view bundle_format = "equitycompass-report/1";
inline constexpr std::string_view extract_format = "equitycompass-report-extract/1";

/// One member of report.json and the bytes of its value.
struct Part {
    std::string name;
    std::string bytes;
};

/// Every member but "format" and "hashes", in the file's order.
[[nodiscard]] std::vector<Part> render_parts(Report const& report);
[[nodiscard]] std::string_view session_kind_name(analysis::SessionKind kind) noexcept;
[[nodiscard]] std::string render_inputs(ReportInputs const& inputs);
[[nodiscard]] PartHashes hash_parts(std::vector<Part> const& parts);
[[nodiscard]] std::string assemble_hashes(PartHashes const& hashes);
[[nodiscard]] std::string assemble(std::string_view format, std::vector<Part> const& parts,
                                   PartHashes const& hashes);

/// "part hash" lines, the form of a row of the store, and back (throws Error(internal)).
[[nodiscard]] std::string render_hash_lines(PartHashes const& hashes);
[[nodiscard]] PartHashes parse_hash_lines(std::string_view lines);

/// A bundle that is no report.json: where and why.
class BundleError : public Error {
  public:
    BundleError(std::string pointer, std::size_t offset, std::string_view problem);
    [[nodiscard]] std::string const& pointer() const noexcept { return pointer_; }
    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

  private:
    std::string pointer_;
    std::size_t offset_;
};

struct Bundle {
    Report report;
    PartHashes hashes;  // as stored
};

/// Throws BundleError, also when the bytes are not in canonical form.
[[nodiscard]] Bundle parse_bundle(std::string_view json);

}  // namespace ec::reports
