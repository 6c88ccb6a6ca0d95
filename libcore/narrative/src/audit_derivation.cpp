#include "audit_verifier.hpp"

#include <algorithm>
#include <array>

namespace ec::narrative::audit {
namespace {

using analysis::Unit;

struct Operand {
    std::string_view id;
    Unit unit;
};

std::vector<Operand> operands_of(Sentence const& s) {
    std::vector<Operand> out;
    for (auto const& m : s.mentions) {
        std::string_view id = m.tag.fact;
        if (m.tag.role == Role::subject) id = "close";
        auto const* fact = id.empty() ? nullptr : s.facts->find_present(id);
        if (fact == nullptr || !fact->value) continue;
        bool const known =
            std::ranges::any_of(out, [&](Operand const& o) { return o.id == fact->id; });
        if (!known) out.push_back({fact->id, fact->unit});
    }
    return out;
}

// The unit that an operation on two figures of one unit gives.
bool result_fits(Quantity const& q, Operation operation, Unit unit) noexcept {
    switch (operation) {
        case Operation::ratio:
            return q.measure == Measure::times;
        case Operation::percent_change:
            return q.measure == Measure::percent;
        case Operation::difference:
            if (unit == Unit::percent) return q.measure == Measure::points;
            return unit_fits(q, unit);
        case Operation::sum:
            return (unit == Unit::percent || unit == Unit::count) && unit_fits(q, unit);
        case Operation::none:
        case Operation::rescale:
            return false;
    }
    return false;
}

}  // namespace

std::optional<Target> find_derivation(Sentence const& s, Quantity const& q) {
    constexpr std::array operations{Operation::difference, Operation::ratio,
                                    Operation::percent_change, Operation::sum};
    // Two digits are met by chance; below that a match says nothing.
    if (q.significant < 2) return std::nullopt;
    auto const operands = operands_of(s);
    if (operands.size() > 6) return std::nullopt;
    for (auto const& a : operands)
        for (auto const& b : operands) {
            if (a.id == b.id || a.unit != b.unit) continue;
            for (auto const operation : operations) {
                if (!result_fits(q, operation, a.unit)) continue;
                Target const target{.id = a.id, .second = b.id, .operation = operation};
                auto const value = target_value(*s.facts, target);
                if (value && *value >= 0 && equals_as_written(q, *value, 0)) return target;
            }
        }
    return std::nullopt;
}

}  // namespace ec::narrative::audit
