#pragma once

#include "audit_quantities.hpp"

#include <array>
#include <string_view>

namespace ec::narrative::audit {

/// A unit or scale as it stands after a number, up to four tokens.
struct UnitRow {
    std::array<std::string_view, 4> words;
    Measure measure = Measure::bare;
    double scale = 1;

    [[nodiscard]] std::uint32_t length() const noexcept;
};

/// The longest scale word (万, million) or unit that starts at token `at`; nullptr when none.
[[nodiscard]] UnitRow const* match_scale(TokenizedText const& text, std::size_t at);
[[nodiscard]] UnitRow const* match_unit(TokenizedText const& text, std::size_t at);

}  // namespace ec::narrative::audit
