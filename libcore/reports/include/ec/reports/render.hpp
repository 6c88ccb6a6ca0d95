#pragma once

#include <ec/reports/report.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ec::reports {

/// Compliance profile of the installation (PRODUCT.md section 6).
enum class Profile : std::uint8_t { private_use, publisher, facts_only, licensed };
/// "private", "publisher", "facts_only", "licensed"; nullopt for anything else.
[[nodiscard]] std::optional<Profile> parse_profile(std::string_view text) noexcept;

enum class PriceColours : std::uint8_t { green_up, red_up };
/// Red up for Chinese, green up else: what a reader expects who has chosen nothing.
[[nodiscard]] PriceColours default_colours(narrative::Language language) noexcept;

/// Printed on every page under the licensed profile.
struct Licence {
    std::string institution;
    std::string licence_number;
    std::string author_numbers;
};

struct RenderOptions {
    Profile profile = Profile::private_use;
    Licence licence;
    PriceColours colours = PriceColours::green_up;
};

enum class TerminalColour : std::uint8_t { none, ansi };
struct TerminalOptions {
    std::int32_t columns = 100;  // 40..200
    TerminalColour colour = TerminalColour::none;
};

// Each is a pure function of its arguments: same report, same bytes. Every piece of the report's
// text is escaped for its medium. Sections that the profile does not allow are left out, sample
// data and the label are named at the top. Throw invalid_input "render.licence_missing" under the
// licensed profile without its numbers, internal when the drawing library fails.

/// Plain text with a Unicode chart; escape sequences only with TerminalColour::ansi.
[[nodiscard]] std::string render_terminal(Report const& report, RenderOptions const& options,
                                          TerminalOptions const& terminal);
[[nodiscard]] std::string render_markdown(Report const& report, RenderOptions const& options);
/// One file: no script, no outside resource; light and dark.
[[nodiscard]] std::string render_html(Report const& report, RenderOptions const& options);
/// The body only (no <html>, <head>), for a mail or a page that has its own style.
[[nodiscard]] std::string render_html_fragment(Report const& report, RenderOptions const& options);
/// A4 with vector chart, page numbers and searchable text.
[[nodiscard]] std::string render_pdf(Report const& report, RenderOptions const& options);
/// report.json; under facts_only an extract without calls, marked as such, that cannot be verified.
[[nodiscard]] std::string render_json(Report const& report, RenderOptions const& options);

/// For the web page and the API: report.json without input bars, raw answer and hashes, `call` left
/// out when there is none. JSON text of one object.
[[nodiscard]] std::string render_view_json(Report const& report, RenderOptions const& options);

/// The document as a profile may show it: facts_only leaves out call card, for and against and
/// scenarios, and keeps the first sentence of the bottom line; the audit counts what is left.
[[nodiscard]] narrative::Document visible_document(Report const& report, Profile profile);
/// The facts that a profile may show: facts_only leaves out those of the call.
[[nodiscard]] analysis::FactSheet visible_sheet(analysis::FactSheet sheet, Profile profile);

}  // namespace ec::reports
