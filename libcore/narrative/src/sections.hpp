#pragma once

#include "format.hpp"
#include "offline_analyst_findings.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace ec::narrative {

/// What a section writer needs: the findings and the number format of its language.
struct Writing {
    Findings const& findings;
    Format const& format;
};

/// Collects the blocks of one section.
class BlockList {
  public:
    BlockList& paragraph(std::string text);  // an empty text adds nothing
    BlockList& list(std::vector<std::string> items);
    BlockList& table(std::int32_t columns, std::vector<std::string> cells);
    BlockList& chart();
    BlockList& note(std::string text);
    [[nodiscard]] std::vector<Block> take() { return std::move(blocks_); }

  private:
    std::vector<Block> blocks_;
};

/// "36", or "36.4" for all three when whole numbers would not add up to a hundred.
[[nodiscard]] std::array<std::string, 3> share_digits(analysis::Outlook const& outlook);

namespace en {
[[nodiscard]] std::string write_status(Writing const& w, AuditSummary const& audit,
                                       std::string_view model);
[[nodiscard]] std::vector<Block> write_header(Writing const& w);
[[nodiscard]] std::vector<Block> write_bottom_line(Writing const& w);
[[nodiscard]] std::vector<Block> write_call_card(Writing const& w);
[[nodiscard]] std::vector<Block> write_changes(Writing const& w);
[[nodiscard]] std::vector<Block> write_chart(Writing const& w);
[[nodiscard]] std::vector<Block> write_trend(Writing const& w);
[[nodiscard]] std::vector<Block> write_levels(Writing const& w);
[[nodiscard]] std::vector<Block> write_volume(Writing const& w);
[[nodiscard]] std::vector<Block> write_risk(Writing const& w);
[[nodiscard]] std::vector<Block> write_fundamentals(Writing const& w);
[[nodiscard]] std::vector<Block> write_for_against(Writing const& w);
[[nodiscard]] std::vector<Block> write_scenarios(Writing const& w);
[[nodiscard]] std::vector<Block> write_ahead(Writing const& w);
[[nodiscard]] std::vector<Block> write_data_notes(Writing const& w);
[[nodiscard]] std::vector<Block> write_audit(Document const& document);
[[nodiscard]] std::vector<Block> write_method(Writing const& w, Provenance const& provenance);
}  // namespace en

namespace zh {
[[nodiscard]] std::string write_status(Writing const& w, AuditSummary const& audit,
                                       std::string_view model);
[[nodiscard]] std::vector<Block> write_header(Writing const& w);
[[nodiscard]] std::vector<Block> write_bottom_line(Writing const& w);
[[nodiscard]] std::vector<Block> write_call_card(Writing const& w);
[[nodiscard]] std::vector<Block> write_changes(Writing const& w);
[[nodiscard]] std::vector<Block> write_chart(Writing const& w);
[[nodiscard]] std::vector<Block> write_trend(Writing const& w);
[[nodiscard]] std::vector<Block> write_levels(Writing const& w);
[[nodiscard]] std::vector<Block> write_volume(Writing const& w);
[[nodiscard]] std::vector<Block> write_risk(Writing const& w);
[[nodiscard]] std::vector<Block> write_fundamentals(Writing const& w);
[[nodiscard]] std::vector<Block> write_for_against(Writing const& w);
[[nodiscard]] std::vector<Block> write_scenarios(Writing const& w);
[[nodiscard]] std::vector<Block> write_ahead(Writing const& w);
[[nodiscard]] std::vector<Block> write_data_notes(Writing const& w);
[[nodiscard]] std::vector<Block> write_audit(Document const& document);
[[nodiscard]] std::vector<Block> write_method(Writing const& w, Provenance const& provenance);
}  // namespace zh

}  // namespace ec::narrative
