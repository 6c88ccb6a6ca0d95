#pragma once

#include <ec/analysis/fact_sheet.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace ec::analysis {

/// Fills a sheet fact by fact; unit and formula come from the catalogue. Windows are rows of the
/// given dates that end on the last one.
class FactWriter {
  public:
    /// Both outlive the writer; `dates` is not empty.
    FactWriter(FactSheet& sheet, std::span<Date const> dates) : sheet_(sheet), dates_(dates) {}

    /// The last `rows` rows gave `value`. Absent as too_few_bars when there are not so many rows,
    /// as not_defined when the value is not finite.
    void number(std::string_view id, double value, std::size_t rows);
    void date(std::string_view id, Date value, std::size_t rows);
    void word(std::string_view id, std::string_view value, std::size_t rows);
    /// A figure that no window of bars stands behind.
    void plain(std::string_view id, double value);
    void plain(std::string_view id, double value, std::string_view note);
    void plain(std::string_view id, Date value, std::string_view note);
    void plain_word(std::string_view id, std::string_view value);
    void absent(std::string_view id, std::string_view reason);

    [[nodiscard]] std::size_t rows() const noexcept { return dates_.size(); }
    /// The same sheet, windows over other rows.
    [[nodiscard]] FactWriter on(std::span<Date const> dates) const { return {sheet_, dates}; }
    /// Sorts the facts by id; EC_CHECK that each of the catalogue stands there once.
    void finish();

  private:
    Fact& add(std::string_view id);
    Fact* add_with_window(std::string_view id, std::size_t rows);

    FactSheet& sheet_;
    std::span<Date const> dates_;
};

}  // namespace ec::analysis
