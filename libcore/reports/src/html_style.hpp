#pragma once

#include <string_view>

namespace ec::reports {

/// The style of a standalone report: light and dark, narrow and wide, screen and paper.
[[nodiscard]] std::string_view html_css() noexcept;

}  // namespace ec::reports
