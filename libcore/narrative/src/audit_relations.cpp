#include "audit_relations.hpp"

#include "audit_relation_checker.hpp"
#include "audit_verifier.hpp"

#include <ec/base/math.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ec::narrative::audit {

using analysis::Unit;

namespace {

bool is_bound_word(Role role) noexcept {
    return role == Role::slope || (role >= Role::extreme && role <= Role::dear);
}

}  // namespace

std::vector<RelationFinding> RelationChecker::run() {
    for (std::size_t k = 0; k < s_.mentions.size(); ++k) check(k);
    return std::move(out_);
}

void RelationChecker::check(std::size_t k) {
    auto const& m = s_.mentions[k];
    switch (m.tag.role) {
        case Role::level:
        case Role::move:
        case Role::lead:
            if (tied_to_figure(k)) return;
            break;
        default:
            break;
    }
    if (m.tag.role != Role::no_level && hypothetical(m)) return;
    switch (m.tag.role) {
        case Role::level:
            compare(k);
            break;
        case Role::cross:
            crossing(k);
            break;
        case Role::move:
            movement(k);
            break;
        case Role::slope:
            slope(k);
            break;
        case Role::lead:
            excess(k);
            break;
        case Role::sign:
            sign(k);
            break;
        case Role::state:
            (void)state_word(k);
            break;
        case Role::no_level:
            no_level(k);
            break;
        case Role::no_zone:
            judge(k, no_zone(m.tag.direction),
                  {m.tag.direction > 0 ? "resistance_1_low" : "support_1_low"});
            break;
        case Role::pattern:
            candle(k);
            break;
        case Role::all_agree:
            all_agree(k);
            break;
        case Role::item_sign:
            listed_conditions(k);
            break;
        case Role::drift:
            drift(k);
            break;
        case Role::divergence:
            divergence(k);
            break;
        default:
            bound_word(k);
            break;
    }
}

bool RelationChecker::hypothetical(Mention const& m) const {
    if (has_role(s_, Role::reopen) || has_role(s_, Role::invalidation)) return true;
    auto const i = role_before(s_, m.first, {Role::condition});
    if (i >= 0) return true;
    bool const event = has_role(s_, Role::side_inside) || has_role(s_, Role::probability);
    return event && s_.token(m.first).depth > 0;
}

void RelationChecker::add(std::size_t k, Verdict verdict, std::vector<std::string> facts,
                          std::string expected, std::string_view reason) {
    auto const& m = s_.mentions[k];
    out_.push_back({m.first, m.last, is_bound_word(m.tag.role), verdict, std::move(facts),
                    std::move(expected), reason});
}

void RelationChecker::judge(std::size_t k, bool holds, std::vector<std::string> facts) {
    bool const truth = holds != negated(k);
    std::string expected;
    if (!truth)
        for (auto const& id : facts)
            if (auto const value = s_.facts->value(id))
                expected += (expected.empty() ? "" : ", ") + id + " " + format_canonical(*value);
    add(k, truth ? Verdict::supported : Verdict::contradicted, std::move(facts),
        std::move(expected), truth ? "" : "relation_is_false");
}

bool RelationChecker::negated(std::size_t k) const {
    auto const& m = s_.mentions[k];
    auto const i = role_before(s_, m.first, {Role::negation});
    return i >= 0 && s_.mentions[static_cast<std::size_t>(i)].last + 3 >= m.first &&
           same_segment(s_, s_.mentions[static_cast<std::size_t>(i)].last, m.first);
}

bool RelationChecker::tied_to_figure(std::size_t k) {
    for (auto const& b : s_.bindings)
        for (std::size_t t = 0; t < b.targets.size() && !b.dropped; ++t) {
            auto const& target = b.targets[t];
            if (target.relation != static_cast<std::int32_t>(k)) continue;
            if (b.settled >= 0 && b.settled != static_cast<std::int32_t>(t)) continue;
            auto const value = target_value(*s_.facts, target);
            if (!value) continue;
            std::vector<std::string> ids{std::string(target.id)};
            if (!target.second.empty()) ids.emplace_back(target.second);
            auto const direction = s_.mentions[k].tag.direction;
            judge(k, *value * direction > 0 || std::abs(*value) < 1e-12, std::move(ids));
            return true;
        }
    return tied_to_zone(k);
}

bool RelationChecker::tied_to_zone(std::size_t k) {
    auto const& m = s_.mentions[k];
    if (m.tag.role != Role::level) return false;
    for (std::size_t i = 0; i < s_.quantities.size(); ++i) {
        auto const& q = s_.quantities[i];
        bool const touches =
            q.last + 3 >= m.first && q.first < m.first + 12 && same_clause(s_, q.number, m.first);
        if (q.measure != Measure::atr || !touches || s_.bindings[i].settled < 0) continue;
        auto const& b = s_.bindings[i];
        auto const id = b.targets[static_cast<std::size_t>(b.settled)].id;
        if (!id.starts_with("support") && !id.starts_with("resistance")) continue;
        judge(k, (m.tag.direction > 0) == id.starts_with("resistance"), {std::string(id)});
        return true;
    }
    return false;
}

Operand RelationChecker::operand_of(Mention const& m) const {
    std::string id(m.tag.fact);
    if (m.tag.role == Role::subject) id = "close";
    auto const value = s_.facts->value(id);
    return {id, value.value_or(0), value.has_value(), m.first};
}

bool RelationChecker::after_form(Mention const& m) const {
    auto const word = s_.view(m.first);
    return word == "上" || word == "下" || word == "之" || word == "以" || word == "在";
}

void RelationChecker::compare(std::size_t k) {
    auto const& m = s_.mentions[k];
    std::int32_t left = role_before(s_, m.first, {Role::fact, Role::subject});
    if (left >= 0 && !same_clause(s_, at(left).first, m.first)) left = -1;
    std::int32_t right = role_after(s_, m.last, {Role::fact});
    if (right >= 0 && (at(right).first > m.last + 5 || !same_clause(s_, at(right).first, m.last)))
        right = -1;
    if (after_form(m) && right < 0) {
        right = left;
        if (right < 0) right = role_before(s_, m.first, {Role::fact});
        left = -1;
    }
    if (zone_beside(k)) return;
    auto const figure = figure_after(m);
    if (figure >= 0 && right < 0) {
        compare_with_figure(k, left, static_cast<std::size_t>(figure));
        return;
    }
    if (right < 0) return;
    auto const object = operand_of(at(right));
    auto const subject = subject_of(left, m, object);
    if (unit(subject.id) != unit(object.id) || subject.id == object.id) return;
    if (!subject.found || !object.found) {
        add(k, Verdict::unsupported, {subject.id, object.id}, {}, "fact_absent");
        return;
    }
    judge(k, (subject.value - object.value) * m.tag.direction > 0, {subject.id, object.id});
}

std::int32_t RelationChecker::figure_after(Mention const& m) const {
    for (std::size_t i = 0; i < s_.quantities.size(); ++i)
        if (s_.quantities[i].first == m.last + 1) return static_cast<std::int32_t>(i);
    return -1;
}

void RelationChecker::compare_with_figure(std::size_t k, std::int32_t left, std::size_t i) {
    auto const& q = s_.quantities[i];
    if (q.measure == Measure::sessions || q.measure == Measure::date || q.parameter) return;
    auto const subject = left >= 0 ? operand_of(at(left)) : close();
    if (!subject.found || !unit_fits(q, unit(subject.id))) return;
    if (s_.bindings[i].settled >= 0) {
        auto const& b = s_.bindings[i];
        bool const itself = b.targets[static_cast<std::size_t>(b.settled)].id == subject.id;
        if (itself && equals_as_written(q, subject.value, 0)) return;
    }
    auto const direction = s_.mentions[k].tag.direction;
    judge(k, (subject.value - q.signed_value()) * direction > 0, {subject.id});
}

void RelationChecker::crossing(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto direction = m.tag.direction;
    if (direction == 0) {
        auto const level = role_after(s_, m.last, {Role::level});
        if (level < 0) return;
        direction = at(level).tag.direction;
    }
    auto const object = role_after(s_, m.last, {Role::fact});
    if (object < 0 || at(object).first > m.last + 5) return;
    auto const id = std::string(at(object).tag.fact);
    auto const crossed = s_.facts->word(id + "_crossed");
    if (!crossed.empty()) {
        judge(k, crossed == (direction > 0 ? "above" : "below"), {id + "_crossed"});
        return;
    }
    auto const level = s_.facts->value(id);
    if (!level || unit(id) != Unit::price) {
        add(k, Verdict::unsupported, {}, {}, "no_fact_for_relation");
        return;
    }
    auto const now = s_.facts->value("close");
    auto const before = s_.facts->value("previous_close");
    if (!now || !before) {
        add(k, Verdict::unsupported, {}, {}, "fact_absent");
        return;
    }
    judge(k, (*now - *level) * direction > 0 && (*before - *level) * direction <= 0, {"close", id});
}

void RelationChecker::movement(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto const word_before = m.first > s_.first ? s_.view(m.first - 1) : std::string_view();
    if (word_before == "from" || word_before == "由") return;  // what it was, not what it is
    if (likeliest(k) || state_word(k)) return;
    auto const next = role_after(s_, m.last, {Role::fact});
    if (next >= 0 && at(next).first == m.last + 1 && is_average(at(next).tag.fact)) {
        slope(k);
        return;
    }
    if (has_role(s_, Role::side_inside) || has_role(s_, Role::probability)) return;
    auto const left = role_before(s_, m.first, {Role::fact, Role::subject, Role::benchmark});
    if (has_role(s_, Role::conditions)) return;
    if (left < 0 || !same_segment(s_, at(left).first, m.first)) return;
    auto const direction = m.tag.direction;
    auto const& subject = at(left);
    std::string id;
    if (is_average(subject.tag.fact)) {
        id = std::string(subject.tag.fact) + "_change_20";
    } else if (subject.tag.fact == "close" || subject.tag.role == Role::subject) {
        id = "return_" + std::to_string(window_or_one(m));
    } else if (subject.tag.role == Role::benchmark) {
        id = "benchmark_return_" + std::to_string(window_or_one(m));
    } else if (subject.tag.fact == "condition_di") {
        id = "condition_di";
    } else {
        return;
    }
    judge_sign(k, id, direction);
}

std::int32_t RelationChecker::window_or_one(Mention const& m) const {
    auto const window = window_at(s_, m.first);
    return window == 0 ? 1 : window;
}

void RelationChecker::judge_sign(std::size_t k, std::string const& id, std::int32_t direction) {
    auto const value = s_.facts->value(id);
    if (!value)
        add(k, Verdict::unsupported, {}, {}, "fact_absent");
    else
        judge(k, *value * direction > 0, {id});
}

// The directional move is the side of the larger DI.
void RelationChecker::drift(std::size_t k) {
    auto const plus = s_.facts->value("plus_di_14");
    auto const minus = s_.facts->value("minus_di_14");
    if (!plus || !minus)
        add(k, Verdict::unsupported, {}, {}, "fact_absent");
    else
        judge(k, (*plus - *minus) * s_.mentions[k].tag.direction > 0,
              {"plus_di_14", "minus_di_14"});
}

void RelationChecker::divergence(std::size_t k) {
    auto const found = s_.facts->word("divergence");
    if (found.empty())
        add(k, Verdict::unsupported, {}, {}, "fact_absent");
    else
        judge(k, found == (s_.mentions[k].tag.direction > 0 ? "bullish" : "bearish"),
              {"divergence"});
}

void RelationChecker::slope(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto average = role_after(s_, m.last, {Role::fact});
    if (average < 0 || at(average).first > m.last + 3 || !is_average(at(average).tag.fact))
        average = role_before(s_, m.first, {Role::fact});
    if (average < 0 || !is_average(at(average).tag.fact) ||
        !same_clause(s_, at(average).first, m.first))
        return;
    auto const id = std::string(at(average).tag.fact) + "_change_20";
    auto const value = s_.facts->value(id);
    if (!value) {
        add(k, Verdict::unsupported, {}, {}, "fact_absent");
        return;
    }
    auto const direction = m.tag.direction;
    bool const holds = direction == 0 ? std::abs(*value) <= 1 : *value * direction > 1;
    judge(k, holds, {id});
}

void RelationChecker::excess(std::size_t k) {
    auto const window = window_at(s_, s_.mentions[k].first);
    auto const id = "excess_return_" + std::to_string(window == 0 ? 60 : window);
    bool const about = has_role(s_, Role::benchmark);
    if (about) judge_sign(k, id, s_.mentions[k].tag.direction);
}

void RelationChecker::sign(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto left = role_before(s_, m.first, {Role::fact});
    if (left >= 0 && at(left).tag.fact == "return_1")  // "with this session", 当日
        left = role_before(s_, at(left).first, {Role::fact});
    if (left < 0 || !same_clause(s_, at(left).first, m.first)) return;
    auto const operand = operand_of(at(left));
    if (operand.found) judge(k, operand.value * m.tag.direction > 0, {operand.id});
}

bool RelationChecker::is_average(std::string_view id) {
    return id.starts_with("sma_") && !id.ends_with("_20_change") &&
           id.find("change") == std::string_view::npos &&
           id.find("crossed") == std::string_view::npos;
}

Operand RelationChecker::close() const {
    auto const value = s_.facts->value("close");
    return {"close", value.value_or(0), value.has_value(), s_.first};
}

analysis::Unit RelationChecker::unit(std::string_view id) const {
    auto const* fact = s_.facts->find(id);
    return fact == nullptr ? Unit::text : fact->unit;
}

Mention const& RelationChecker::at(std::int32_t i) const {
    return s_.mentions[static_cast<std::size_t>(i)];
}

std::vector<RelationFinding> verify_relations(Sentence const& s) {
    return RelationChecker(s).run();
}

}  // namespace ec::narrative::audit
