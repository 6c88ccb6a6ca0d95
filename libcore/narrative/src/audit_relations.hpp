#pragma once

#include "audit_sentence.hpp"

namespace ec::narrative::audit {

/// The verdict on a relation or bound word: tokens [first, last] of its mention.
struct RelationFinding {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    bool bound_word = false;
    Verdict verdict = Verdict::unsupported;
    std::vector<std::string> facts;
    std::string expected;
    std::string_view reason;
};

/// Every relation and bound word of a sentence whose figures are already verified. A word that
/// compares nothing (a preposition, a condition) is no claim.
[[nodiscard]] std::vector<RelationFinding> verify_relations(Sentence const& s);

}  // namespace ec::narrative::audit
