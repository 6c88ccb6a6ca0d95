#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/ratios.hpp>
#include <ec/market/symbol.hpp>
#include <ec/marketdata/filed_facts.hpp>
#include <ec/marketdata/fundamentals_store.hpp>
#include <ec/workflows/services.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::workflows {

struct FundamentalsImport {
    std::string company;  // as the file names it
    std::size_t rows_read = 0;
    std::size_t other_tags = 0;  // rows of lines that no figure is made of
    std::vector<marketdata::RejectedFact> rejected;
    marketdata::FactsChange change;
};

/// A companyfacts answer or a CSV file of filed facts for a symbol as people type it. forbidden
/// without import_data; the errors of parse_facts_file; invalid_input "facts_file.no_rows" when no
/// row is usable.
[[nodiscard]] FundamentalsImport import_fundamentals(Services const& services,
                                                     CallContext const& context,
                                                     std::string const& symbol,
                                                     std::string_view file_name,
                                                     std::string_view bytes);

/// The figures that were public on a day. Price ratios stand in the fact sheet, where the price is.
struct FundamentalsOfDay {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    Date as_of;
    market::Statements statements;
    std::vector<market::Ratio> ratios;
};
/// Today when no day is given.
[[nodiscard]] FundamentalsOfDay load_fundamentals(Services const& services,
                                                  CallContext const& context,
                                                  std::string const& symbol,
                                                  std::optional<Date> as_of);

}  // namespace ec::workflows
