#pragma once

#include "audit_sentence.hpp"

#include <ec/narrative/language.hpp>

namespace ec::narrative::audit {

/// Is `actual` what was written, at the written precision? Rounding to either side of a half is
/// right, cutting digits off is not. `direction` is the sign given by words, 0 for none.
[[nodiscard]] bool equals_as_written(Quantity const& q, double actual, std::int32_t direction);

/// Value of a target; nullopt when a fact is absent.
[[nodiscard]] std::optional<double> target_value(FactIndex const& facts, Target const& target);

/// Decides verdict, settled target and reason of figure `i` from its targets.
void verify_quantity(Sentence& s, std::size_t i);

/// What the data say, with the figure's own precision, scale and unit.
[[nodiscard]] std::string format_expected(Sentence const& s, Quantity const& q,
                                          Target const& target, Language language);

/// A figure that no fact equals, tried as difference, ratio, percent change or sum of two facts
/// that the sentence names.
[[nodiscard]] std::optional<Target> find_derivation(Sentence const& s, Quantity const& q);

}  // namespace ec::narrative::audit
