#include <ec/analysis/call.hpp>

#include <algorithm>
#include <cmath>

namespace ec::analysis {

std::string_view to_string(Direction direction) noexcept {
    switch (direction) {
        case Direction::up:
            return "up";
        case Direction::neutral:
            return "neutral";
        case Direction::down:
            return "down";
    }
    return "neutral";
}

std::string_view to_string(Lean lean) noexcept {
    switch (lean) {
        case Lean::up:
            return "up";
        case Lean::mixed:
            return "mixed";
        case Lean::down:
            return "down";
    }
    return "mixed";
}

std::string_view to_string(AbstainReason reason) noexcept {
    switch (reason) {
        case AbstainReason::too_few_sessions:
            return "too_few_sessions";
        case AbstainReason::flagged_bar:
            return "flagged_bar";
        case AbstainReason::suspended:
            return "suspended";
        case AbstainReason::limit_locked:
            return "limit_locked";
        case AbstainReason::unexplained_gap:
            return "unexplained_gap";
        case AbstainReason::thin_turnover:
            return "thin_turnover";
        case AbstainReason::delisting_period:
            return "delisting_period";
        case AbstainReason::delisted:
            return "delisted";
    }
    return "flagged_bar";
}

std::string_view to_string(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::ok:
            return "ok";
        case Outcome::abstain:
            return "abstain";
        case Outcome::void_call:
            return "void_call";
        case Outcome::data_missing:
            return "data_missing";
        case Outcome::stale_data:
            return "stale_data";
        case Outcome::llm_error:
            return "llm_error";
        case Outcome::unparseable:
            return "unparseable";
    }
    return "unparseable";
}

std::optional<Outcome> parse_outcome(std::string_view text) noexcept {
    for (auto outcome : {Outcome::ok, Outcome::abstain, Outcome::void_call, Outcome::data_missing,
                         Outcome::stale_data, Outcome::llm_error, Outcome::unparseable})
        if (to_string(outcome) == text) return outcome;
    return std::nullopt;
}

std::optional<std::string> check_call(Call const& call, double close) {
    auto const& p = call.probability;
    for (double const share : {p.up, p.inside, p.down})
        if (!(share >= 0 && share <= 1)) return "probability_out_of_range";
    // The tolerance is meant in printed hundredths: 1.01 itself still passes.
    if (!(std::fabs(p.up + p.inside + p.down - 1) <= 0.01 + 1e-9))
        return "probabilities_do_not_sum";
    bool const band_fits = call.up_above > close && call.down_below < close;
    bool const levels_fit = call.reopen_above > close && call.reopen_below < close;
    if (!(call.down_below > 0 && band_fits && levels_fit)) return "level_on_wrong_side";
    return std::nullopt;
}

}  // namespace ec::analysis
