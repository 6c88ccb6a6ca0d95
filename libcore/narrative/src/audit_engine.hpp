#pragma once

#include "audit_lexicon.hpp"
#include "audit_sentence.hpp"

#include <ec/narrative/claim.hpp>
#include <ec/narrative/language.hpp>

#include <string_view>

namespace ec::narrative::audit {

/// One sheet prepared for checking many texts: its facts by id and its own names.
class Engine {
  public:
    /// `sheet` must outlive the engine.
    Engine(analysis::FactSheet const& sheet, Language language);

    /// Checks `text`. `heading` stands for what the text is read under (a row's header, the line
    /// before); its words may name a figure that the text's own words do not.
    [[nodiscard]] AuditResult check(std::string_view text, std::string_view heading) const;

  private:
    FactIndex facts_;
    Lexicon names_;
    Language language_;
};

}  // namespace ec::narrative::audit
