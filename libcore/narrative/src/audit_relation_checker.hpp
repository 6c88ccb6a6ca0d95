#pragma once

#include "audit_relations.hpp"

#include <string>
#include <vector>

namespace ec::narrative::audit {

struct Operand {
    std::string id;
    double value = 0;
    bool found = false;
    std::uint32_t at = 0;
};

/// Judges the relations and bound words of one sentence; used once.
class RelationChecker {
  public:
    explicit RelationChecker(Sentence const& s) : s_(s) {}

    [[nodiscard]] std::vector<RelationFinding> run();

  private:
    void check(std::size_t k);

    [[nodiscard]] bool hypothetical(Mention const& m) const;

    void add(std::size_t k, Verdict verdict, std::vector<std::string> facts, std::string expected,
             std::string_view reason);

    // `holds` before a negation beside the word is counted.
    void judge(std::size_t k, bool holds, std::vector<std::string> facts);

    [[nodiscard]] bool negated(std::size_t k) const;

    bool tied_to_figure(std::size_t k);

    // "1.1-1.8 ATR below"
    bool tied_to_zone(std::size_t k);

    [[nodiscard]] Operand operand_of(Mention const& m) const;

    [[nodiscard]] bool after_form(Mention const& m) const;

    // What stands left and right of "above"; the close when nothing stands left.
    void compare(std::size_t k);

    [[nodiscard]] std::int32_t figure_after(Mention const& m) const;

    void compare_with_figure(std::size_t k, std::int32_t left, std::size_t i);

    void crossing(std::size_t k);

    void movement(std::size_t k);

    [[nodiscard]] std::int32_t window_or_one(Mention const& m) const;

    void judge_sign(std::size_t k, std::string const& id, std::int32_t direction);

    // Rising and falling need more than one per cent in 20 sessions, flat needs less.
    void slope(std::size_t k);

    void excess(std::size_t k);

    void divergence(std::size_t k);

    [[nodiscard]] bool state_word(std::size_t k);

    [[nodiscard]] bool likeliest(std::size_t k);

    [[nodiscard]] bool zone_beside(std::size_t k);

    void candle(std::size_t k);

    void all_agree(std::size_t k);

    // What stands on the left of a comparison with `object`: of the same unit, else the close.
    [[nodiscard]] Operand subject_of(std::int32_t left, Mention const& word,
                                     Operand const& object) const;

    void no_level(std::size_t k);

    [[nodiscard]] bool no_zone(std::int32_t direction) const;

    void listed_conditions(std::size_t k);

    void drift(std::size_t k);

    void sign(std::size_t k);

    void bound_word(std::size_t k);
    void near_word(std::size_t k);
    void extreme_word(std::size_t k);

    void judge_fact(std::size_t k, std::string const& id, double limit, std::int32_t direction);

    [[nodiscard]] static bool is_average(std::string_view id);

    [[nodiscard]] Operand close() const;

    [[nodiscard]] analysis::Unit unit(std::string_view id) const;

    [[nodiscard]] Mention const& at(std::int32_t i) const;

    Sentence const& s_;
    std::vector<RelationFinding> out_;
};

}  // namespace ec::narrative::audit
