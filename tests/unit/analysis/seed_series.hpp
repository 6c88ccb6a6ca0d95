#pragma once

#include <ec/market/series.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace ec::test {

/// The sample bars of schema/seed/market as an import would keep them: actions from the factor
/// files, flags from the quality check. `name` is the file without ending, "us/AAPL".
[[nodiscard]] market::Series load_seed_series(std::string_view name);

/// Names of the series that the shipped probability table is counted from, in its order: at most
/// one index or index fund a market, because two would count the same days twice.
[[nodiscard]] std::vector<std::string> call_table_series();

[[nodiscard]] std::string read_source_file(std::string_view path);

}  // namespace ec::test
