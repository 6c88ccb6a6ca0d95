#pragma once

#include "measured.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace ec::bench {

struct RawInserts {
    Measured measured;
    std::int64_t blocks = 0;
    std::int64_t bytes = 0;  // of payload
};

/// What SQLite itself takes: the blocks of `store` in a fresh file, by one prepared statement, with
/// the store's pragmas and `series_of_a_batch` series a transaction. Reading them is not counted.
[[nodiscard]] RawInserts insert_raw(std::filesystem::path const& store,
                                    std::filesystem::path const& fresh,
                                    std::size_t series_of_a_batch);

}  // namespace ec::bench
