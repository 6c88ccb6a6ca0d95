#pragma once

#include "audit_lexicon.hpp"
#include "audit_quantities.hpp"
#include "audit_tokens.hpp"

#include <ec/analysis/fact_sheet.hpp>
#include <ec/narrative/claim.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::narrative::audit {

/// The sheet's facts by id.
class FactIndex {
  public:
    explicit FactIndex(analysis::FactSheet const& sheet);
    [[nodiscard]] analysis::Fact const* find(std::string_view id) const noexcept;
    [[nodiscard]] analysis::Fact const* find_present(std::string_view id) const noexcept;
    [[nodiscard]] std::optional<double> value(std::string_view id) const noexcept;
    [[nodiscard]] std::string_view word(std::string_view id) const noexcept;
    [[nodiscard]] analysis::FactSheet const& sheet() const noexcept { return sheet_; }

  private:
    analysis::FactSheet const& sheet_;
    std::map<std::string_view, analysis::Fact const*> by_id_;
};

/// The sheet's own spelling of an id, as long-lived as the sheet; empty when it has no such fact.
[[nodiscard]] std::string_view stored_id(FactIndex const& facts, std::string_view id) noexcept;

enum class Operation : std::uint8_t { none, difference, ratio, percent_change, sum, rescale };
[[nodiscard]] std::string_view to_string(Operation operation) noexcept;

/// What a figure would have to equal: one fact, or an operation on two.
struct Target {
    std::string_view id;
    std::string_view second = {};
    Operation operation = Operation::none;
    std::int32_t direction = 0;           // the sign that words give the figure
    std::int32_t relation = -1;           // index of the mention that gave the direction
    bool unsigned_distance = false;       // words give how far, not which way
    std::optional<Date> date = {};        // a date that the sheet holds beside its facts
    std::optional<double> constant = {};  // a number of the method, not of the data: six conditions
};

/// Where a figure was looked for: an exclusive list was named beside it, a wide one only stands
/// in the same sentence.
struct Binding {
    std::vector<Target> targets;
    std::int32_t settled = -1;  // index of the target that holds
    Verdict verdict = Verdict::unsupported;
    std::string_view reason;
    bool dropped = false;  // not a claim after all
};

/// One sentence with its mentions and figures; indices of tokens are those of the whole text.
struct Sentence {
    TokenizedText const* text = nullptr;
    FactIndex const* facts = nullptr;
    std::vector<Mention> mentions;
    std::vector<Quantity> quantities;
    std::vector<Binding> bindings;        // one a quantity
    std::vector<Mention> context;         // of the line's heading or the sentence before
    std::vector<std::string_view> zones;  // "support_1": zones that this sentence has spoken of
    std::uint32_t first = 0;
    std::uint32_t last = 0;

    [[nodiscard]] Token const& token(std::uint32_t i) const { return text->tokens[i]; }
    [[nodiscard]] std::string_view view(std::size_t i) const { return text->view(i); }
};

/// Gives the mentions that lean on others their meaning: "the 200-day" after an average, "the
/// low" after a 250-session high; drops prepositions that compare nothing.
void settle_mentions(Sentence& s);

/// Mention queries shared by the binder's parts.
[[nodiscard]] bool has_role(Sentence const& s, Role role);
[[nodiscard]] bool names_fact(Sentence const& s, std::string_view id);
/// Nearest mention of one of `roles` that ends before token `at`; -1 when none.
[[nodiscard]] std::int32_t role_before(Sentence const& s, std::uint32_t at,
                                       std::initializer_list<Role> roles);
/// Nearest mention of one of `roles` that starts after token `at`; -1 when none.
[[nodiscard]] std::int32_t role_after(Sentence const& s, std::uint32_t at,
                                      std::initializer_list<Role> roles);
[[nodiscard]] bool same_segment(Sentence const& s, std::uint32_t a, std::uint32_t b);
[[nodiscard]] bool same_clause(Sentence const& s, std::uint32_t a, std::uint32_t b);
/// Sessions of the window that stands nearest to token `at`; 0 when the sentence names none.
[[nodiscard]] std::int32_t window_at(Sentence const& s, std::uint32_t at);

/// Does the unit beside a figure go with a fact's?
[[nodiscard]] bool unit_fits(Quantity const& q, analysis::Unit unit) noexcept;
/// Facts that say how far and which way, so that their sign is part of the statement.
[[nodiscard]] bool is_signed_change(std::string_view id) noexcept;

}  // namespace ec::narrative::audit
