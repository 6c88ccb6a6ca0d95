#pragma once

#include "audit_sentence.hpp"

namespace ec::narrative::audit {

/// Fills `bindings[i].targets` of every figure, in order: what the words around it name.
/// A figure may lean on what the ones before it were bound to (the date of a level).
void bind_sentence(Sentence& s);

/// The parts, tried in this order; each returns true when it knows the figure.
[[nodiscard]] bool bind_call(Sentence& s, std::size_t i);      // probabilities, base rates, counts
[[nodiscard]] bool bind_levels(Sentence& s, std::size_t i);    // conditions, zones, references
[[nodiscard]] bool bind_date(Sentence& s, std::size_t i);      // dates
[[nodiscard]] bool bind_distance(Sentence& s, std::size_t i);  // "4.2 % above its 200-day average"
[[nodiscard]] bool bind_named(Sentence& s, std::size_t i);     // what is named in the same words

/// "61 figures checked, 61 match": what the report counts in itself.
[[nodiscard]] bool is_own_count(Sentence const& s, std::size_t i);
/// A number written as a word is a claim only where it counts what a fact counts.
[[nodiscard]] bool counts_things(Sentence const& s, std::size_t i);
/// Numbers of sessions: a claim where they count ("for 13 sessions"), else only a window.
void bind_sessions(Sentence& s, std::size_t i);

/// The direction word that governs figure `i` among above/below, rose/fell and ahead/behind;
/// an index into mentions, -1 when none.
[[nodiscard]] std::int32_t direction_word(Sentence const& s, std::size_t i);

}  // namespace ec::narrative::audit
