#pragma once

#include <ec/market/fundamentals.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ec::marketdata {

inline constexpr std::size_t max_facts_bytes = 64U << 20U;
inline constexpr std::size_t max_facts_depth = 16;
inline constexpr std::size_t max_facts_rows = 2'000'000;

/// A row that is no usable fact.
struct RejectedFact {
    std::size_t line = 0;  // of a CSV file, from 1; 0 in JSON
    std::string reason;    // stable key: "date.malformed", "value.missing", ...
    std::string text;      // the row's beginning, or its tag and filing
};

struct FiledFactsFile {
    std::string company;  // as the file names it; empty in CSV
    std::vector<market::FiledFact> facts;
    std::vector<RejectedFact> rejected;
    std::size_t rows_read = 0;
    std::size_t other_tags = 0;  // rows of lines that no figure is made of
};

/// The SEC's companyfacts answer. Pure. What `fy`, `fp` and `frame` say is not read: they describe
/// the filing. Throws invalid_input "facts_file.too_large", "facts_file.malformed" (no JSON, cut
/// off, too deep, too many rows) and "facts_file.shape" naming the member that is missing or of
/// another type.
[[nodiscard]] FiledFactsFile parse_company_facts(std::string_view json);

/// UTF-8 with the heading concept,period_start,period_end,value,unit,form,filed,accession in any
/// order. `concept` is a tag or an item's own name (market::tags_of), `period_start` empty for a
/// balance. Throws invalid_input "facts_file.too_large", "facts_file.heading" naming the columns
/// that are missing.
[[nodiscard]] FiledFactsFile parse_facts_csv(std::string_view csv);

/// One of the two, by the first character.
[[nodiscard]] FiledFactsFile parse_facts_file(std::string_view bytes);

}  // namespace ec::marketdata
