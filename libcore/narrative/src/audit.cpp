#include <ec/narrative/audit.hpp>

#include "audit_engine.hpp"
#include "audit_normal_form.hpp"

namespace ec::narrative {

AuditResult audit_text(std::string_view text, Language language, analysis::FactSheet const& sheet) {
    return audit::Engine(sheet, language).check(text, {});
}

Language detect_language(std::string_view text) noexcept {
    std::size_t han = 0;
    std::size_t words = 0;
    bool in_word = false;
    for (std::size_t i = 0; i < text.size();) {
        auto const point = audit::code_point_at(text, i);
        bool const letter = (point.value >= 'a' && point.value <= 'z') ||
                            (point.value >= 'A' && point.value <= 'Z');
        if (letter && !in_word) ++words;
        in_word = letter;
        if (audit::is_han(point.value)) ++han;
        i += point.length;
    }
    return han > words ? Language::zh : Language::en;
}

}  // namespace ec::narrative
