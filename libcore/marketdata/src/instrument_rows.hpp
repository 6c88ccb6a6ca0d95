#pragma once

#include <ec/market/instrument.hpp>

#include <ec/db/transaction.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ec::marketdata {

/// An instrument as lists give it.
struct InstrumentRow {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    market::InstrumentKind kind = market::InstrumentKind::stock;
    std::string exchange;
    std::string name_en;
    std::string name_zh;
    std::string industry;
    std::optional<std::int64_t> lot_size;
    std::string source;
};

/// "SSE", "SZSE", "BSE", "HKEX"; empty for the US, where the code does not tell.
[[nodiscard]] std::string default_exchange(market::Symbol const& symbol);

/// Writes rows and what finds them, replacing what a list said before. Returns the names written.
std::size_t write_instruments(db::Transaction& transaction, std::span<InstrumentRow const> rows);

/// Adds what is not there and leaves the rest as it is.
void insert_missing(db::Transaction& transaction, std::vector<InstrumentRow> const& rows);

}  // namespace ec::marketdata
