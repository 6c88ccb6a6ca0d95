#pragma once

#include <ec/base/dates.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ec::market {

/// One number of one filing. The period is (start, end); what a source says of fiscal years and
/// quarters describes the filing and is not kept. No `start`: an instant, such as a balance.
struct FiledFact {
    std::string tag;   // "us-gaap:NetIncomeLoss", or a StatementItem's own name
    std::string unit;  // "USD", "USD/shares", "shares"
    std::optional<Date> start;
    Date end;
    std::string accession;  // the filing's own number
    std::string form;       // "10-K"
    Date filed;             // the day it became public
    double value = 0;

    auto operator<=>(FiledFact const&) const = default;
};

/// The lines of the statements that figures are made of. Outflows (capital_expenditure) and costs
/// are positive numbers.
enum class StatementItem : std::uint8_t {
    revenue,
    cost_of_revenue,
    gross_profit,
    operating_income,
    pretax_income,
    income_tax,
    net_income,
    eps_diluted,
    operating_cash_flow,
    capital_expenditure,
    depreciation,
    equity,
    current_assets,
    current_liabilities,
    long_term_debt,             // with its current portion
    long_term_debt_noncurrent,  // without it
    long_term_debt_current,
    short_term_borrowings,
    cash,
    short_term_investments,
    shares_outstanding,
};
inline constexpr std::size_t statement_item_count = 21;

/// "revenue": the name a CSV file may use as a tag.
[[nodiscard]] std::string_view to_string(StatementItem item) noexcept;
/// The tags that stand for one item, the preferred first; no tag stands for two items. Companies
/// and taxonomies change tags: a year under the old one and a year under the new one meet here.
[[nodiscard]] std::span<std::string_view const> tags_of(StatementItem item) noexcept;
[[nodiscard]] std::optional<StatementItem> find_item(std::string_view tag) noexcept;

enum class FigureAbsence : std::uint8_t {
    none,
    no_filing_by_as_of,  // nothing at all was public
    not_in_filing,       // an input is not in what was public
    stale_filing,        // the newest period ended more than stale_after_days before
    share_basis,         // inputs per share from before and after a split
    currency_differs,    // the accounts are not in the currency of the price
    not_positive,        // the denominator is zero or less
};
[[nodiscard]] std::string_view to_string(FigureAbsence absence) noexcept;

/// 18 months.
inline constexpr std::int32_t stale_after_days = 548;

/// A number of a period or an instant with the filed facts that it was made of.
struct Figure {
    FigureAbsence absent = FigureAbsence::not_in_filing;
    double value = 0;  // when not absent
    std::optional<Date> start;
    Date end;
    std::vector<FiledFact> inputs;

    [[nodiscard]] bool present() const noexcept { return absent == FigureAbsence::none; }
};

/// What of a company's facts was public on one day: of each (tag, unit, start, end) the value that
/// was filed last. Pure value.
class FundamentalsView {
  public:
    /// `facts` in any order; those filed after `as_of`, or for a period that ends after their
    /// filing, are left out.
    FundamentalsView(std::span<FiledFact const> facts, Date as_of);

    [[nodiscard]] Date as_of() const noexcept { return as_of_; }
    [[nodiscard]] std::span<FiledFact const> facts() const noexcept { return facts_; }
    /// Currency of the statements, empty without any.
    [[nodiscard]] std::string const& currency() const noexcept { return currency_; }

    /// The fact of exactly this period under the item's tags.
    [[nodiscard]] Figure period(StatementItem item, Date start, Date end) const;
    [[nodiscard]] Figure instant(StatementItem item, Date end) const;
    /// Three-month periods ascending by end: as filed, or a year-to-date value less the one before
    /// it with the same start (so the fourth quarter is the year less nine months).
    [[nodiscard]] std::vector<Figure> quarters(StatementItem item) const;
    /// The twelve months that end on `end`: a year as filed; else the year to date plus the year
    /// before it less its same part; else four quarters. Earnings per share are refused as
    /// share_basis when the inputs' share counts differ by more than a half.
    [[nodiscard]] Figure trailing_year(StatementItem item, Date end) const;
    /// The same about `years` years before `end`, ten days either way.
    [[nodiscard]] Figure trailing_year_before(StatementItem item, Date end, int years) const;
    /// Newest fact of the item, of a period of at least a quarter or of an instant.
    [[nodiscard]] FiledFact const* find_newest(StatementItem item) const;

  private:
    [[nodiscard]] Figure whole_year(StatementItem item, Date end) const;
    [[nodiscard]] Figure rolled_year(StatementItem item, Date end) const;
    [[nodiscard]] Figure four_quarters(StatementItem item, Date end) const;
    [[nodiscard]] bool one_share_basis(Figure& figure) const;
    void choose_currency();
    void bridge_tags();

    Date as_of_;
    std::string currency_;
    std::vector<FiledFact> facts_;
    // Per item its facts, one a period, by (end, start).
    std::vector<std::vector<FiledFact>> by_item_;
};

/// Every fact that a company filed and the store holds.
class Fundamentals {
  public:
    explicit Fundamentals(std::vector<FiledFact> facts);

    [[nodiscard]] std::span<FiledFact const> facts() const noexcept { return facts_; }
    /// Facts filed later never change an earlier view.
    [[nodiscard]] FundamentalsView as_of(Date day) const { return {facts_, day}; }

  private:
    std::vector<FiledFact> facts_;
};

}  // namespace ec::market
