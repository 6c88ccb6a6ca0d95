#pragma once

#include <ec/market/fundamentals.hpp>
#include <ec/market/series.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

/// A named figure of the statements: "revenue_ttm", "equity".
struct StatementFigure {
    std::string_view id;
    Figure figure;
};

/// The figures of the newest period that was public. Trailing twelve months end on `period_end`,
/// balances are those of `balance_date`.
struct Statements {
    std::optional<Date> filed;  // newest filing used; absent when nothing was public
    std::string form;           // its form
    std::string currency;
    std::optional<Date> period_end;
    std::optional<Date> balance_date;
    std::vector<StatementFigure> figures;
    std::vector<FiledFact> anchors;  // the facts that the two dates come from

    /// Absent as no_filing_by_as_of or not_in_filing when not there.
    [[nodiscard]] Figure const& figure(std::string_view id) const;
};

[[nodiscard]] Statements compute_statements(FundamentalsView const& view);

/// The facts that the statements were made of, sorted: computing from them alone gives the same
/// statements, so they are what a report keeps.
[[nodiscard]] std::vector<FiledFact> used_facts(Statements const& statements);

/// Where a figure comes from, as a reader looks it up.
struct FilingReference {
    std::string accession;
    std::string form;
    Date filed;

    auto operator<=>(FilingReference const&) const = default;
};
/// The filings of the facts, oldest first, each once.
[[nodiscard]] std::vector<FilingReference> filings_of(std::span<FiledFact const> facts);

enum class RatioUnit : std::uint8_t { percent, times };

struct RatioDefinition {
    std::string_view id;
    RatioUnit unit = RatioUnit::times;
    std::string_view formula;  // over figure ids, `close` and `market_cap`
    bool needs_price = false;
};
[[nodiscard]] std::span<RatioDefinition const> ratio_definitions() noexcept;

struct Ratio {
    RatioDefinition const* definition = nullptr;
    FigureAbsence absent = FigureAbsence::not_in_filing;
    double value = 0;  // in its unit; when not absent
    std::vector<FiledFact> inputs;
};

/// A close on the share basis of its day. `actions`: those applied to the series by that day; a
/// split whose ex-date is after the filing brings the filing's share counts to the day's basis.
struct MarketPrice {
    double close = 0;
    std::string currency;
    std::span<CorporateAction const> actions;
};

/// One entry per definition, in their order. Without a price those that need one are absent as
/// not_in_filing. Market value = close x shares outstanding; yields, margins, returns and growth
/// in percent; growth over three and five years is the yearly compound rate.
[[nodiscard]] std::vector<Ratio> compute_ratios(Statements const& statements,
                                                std::optional<MarketPrice> const& price);

}  // namespace ec::market
