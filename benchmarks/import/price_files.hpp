#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace ec::bench {

struct PriceFiles {
    std::vector<std::filesystem::path> paths;
    std::uintmax_t bytes = 0;
};

/// One CSV file a symbol with a random walk of `bars` weekdays: the same bytes every time.
[[nodiscard]] PriceFiles write_price_files(std::filesystem::path const& folder, std::size_t symbols,
                                           std::size_t bars);

}  // namespace ec::bench
