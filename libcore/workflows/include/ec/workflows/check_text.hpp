#pragma once

#include <ec/analysis/fact_sheet.hpp>
#include <ec/base/call_context.hpp>
#include <ec/narrative/claim.hpp>
#include <ec/narrative/language.hpp>
#include <ec/workflows/services.hpp>

#include <optional>
#include <string>

namespace ec::workflows {

struct CheckedText {
    std::string symbol;
    Date as_of;
    narrative::Language language = narrative::Language::en;
    analysis::FactSheet sheet;
    narrative::AuditResult audit;
};

/// Checks any text against the facts of a symbol and day; stores nothing. `language` absent: told
/// from the text. Errors of load_fact_source and audit_text.
[[nodiscard]] CheckedText check_text(Services const& services, CallContext const& context,
                                     std::string const& text, std::string const& symbol,
                                     std::optional<Date> as_of,
                                     std::optional<narrative::Language> language);

}  // namespace ec::workflows
