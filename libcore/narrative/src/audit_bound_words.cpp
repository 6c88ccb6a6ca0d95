#include "audit_relation_checker.hpp"

#include <cmath>

namespace ec::narrative::audit {

using analysis::Unit;

void RelationChecker::judge_fact(std::size_t k, std::string const& id, double limit,
                                 std::int32_t direction) {
    auto const value = s_.facts->value(id);
    if (!value)
        add(k, Verdict::unsupported, {}, {}, "fact_absent");
    else
        judge(k, (*value - limit) * direction >= 0, {id});
}

void RelationChecker::bound_word(std::size_t k) {
    auto const& m = s_.mentions[k];
    switch (m.tag.role) {
        case Role::near:
            near_word(k);
            break;
        case Role::heavy:
            judge_fact(k, "volume_ratio_20", 1.5, 1);
            break;
        case Role::light:
            judge_fact(k, "volume_ratio_20", 0.7, -1);
            break;
        case Role::stretched: {
            auto const rsi = s_.facts->value("rsi_14");
            if (!rsi)
                add(k, Verdict::unsupported, {}, {}, "fact_absent");
            else
                judge(k,
                      (m.tag.direction >= 0 && *rsi >= 70) || (m.tag.direction <= 0 && *rsi <= 30),
                      {"rsi_14"});
            break;
        }
        case Role::trending:
            judge_fact(k, "adx_14", 25, 1);
            break;
        case Role::sharp: {
            auto const move = s_.facts->value("return_1");
            auto const sd = s_.facts->value("daily_sd_60");
            if (!move || !sd)
                add(k, Verdict::unsupported, {}, {}, "fact_absent");
            else
                judge(k, std::abs(*move) >= 2 * *sd, {"return_1", "daily_sd_60"});
            break;
        }
        case Role::cheap:
        case Role::dear:
            add(k, Verdict::unsupported, {}, {}, "no_percentile_fact");
            break;
        case Role::extreme:
            extreme_word(k);
            break;
        default:
            break;
    }
}

void RelationChecker::near_word(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto const close_value = s_.facts->value("close");
    auto const atr = s_.facts->value("atr_14");
    auto const object = role_after(s_, m.last, {Role::fact, Role::zone});
    bool const beside =
        object >= 0 && at(object).first <= m.last + 6 && same_clause(s_, at(object).first, m.last);
    if (!beside) return;
    if (at(object).tag.role == Role::zone) {
        auto const id =
            at(object).tag.direction < 0 ? "support_1_near_atr" : "resistance_1_near_atr";
        judge_fact(k, id, 0.5, -1);
        return;
    }
    auto const id = std::string(at(object).tag.fact);
    auto const value = s_.facts->value(id);
    if (unit(id) != Unit::price) return;
    if (!value || !close_value || !atr) {
        add(k, Verdict::unsupported, {}, {}, "fact_absent");
        return;
    }
    judge(k, std::abs(*close_value - *value) <= 0.5 * *atr, {"close", id});
}

void RelationChecker::extreme_word(std::size_t k) {
    auto const& m = s_.mentions[k];
    auto const window = window_at(s_, m.first);
    auto const* id = m.tag.direction > 0 ? "new_high_sessions" : "new_low_sessions";
    judge_fact(k, id, window == 0 ? 250 : window, 1);
}

}  // namespace ec::narrative::audit
