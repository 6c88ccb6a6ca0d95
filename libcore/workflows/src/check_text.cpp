#include <ec/workflows/check_text.hpp>

#include <ec/narrative/audit.hpp>
#include <ec/workflows/market_view.hpp>

namespace ec::workflows {

CheckedText check_text(Services const& services, CallContext const& context,
                       std::string const& text, std::string const& symbol,
                       std::optional<Date> as_of, std::optional<narrative::Language> language) {
    auto const source = load_fact_source(services, context, symbol, as_of);
    CheckedText checked;
    checked.sheet = compute_sheet(services, source, 20);
    checked.symbol = checked.sheet.symbol.text();
    checked.as_of = checked.sheet.as_of;
    checked.language = language.value_or(narrative::detect_language(text));
    checked.audit = narrative::audit_text(text, checked.language, checked.sheet);
    return checked;
}

}  // namespace ec::workflows
