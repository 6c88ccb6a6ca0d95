#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ec::reports {

/// Bytes [begin, end) of a top-level member's value.
struct MemberSpan {
    std::string name;
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct MemberSpans {
    std::vector<MemberSpan> members;

    /// An empty span at 0 when there is no such member.
    [[nodiscard]] MemberSpan find(std::string_view name) const;
};

/// Empty when the text is not JSON.
[[nodiscard]] MemberSpans find_members(std::string_view json);
/// JSON pointer of the innermost value at the byte; empty when the text is not JSON.
[[nodiscard]] std::string pointer_of(std::string_view json, std::size_t offset);
/// Index of the first byte that differs; the shorter length when one begins the other.
[[nodiscard]] std::size_t first_difference(std::string_view a, std::string_view b) noexcept;
/// Some bytes from there on, printable.
[[nodiscard]] std::string excerpt(std::string_view text, std::size_t offset);

}  // namespace ec::reports
