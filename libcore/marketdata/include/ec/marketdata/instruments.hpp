#pragma once

#include <ec/base/call_context.hpp>
#include <ec/market/instrument.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ec::db {
class Database;
class Transaction;
}  // namespace ec::db

namespace ec::marketdata {

/// What is known of a company, fund or index; empty where no source says.
struct Instrument {
    market::Symbol symbol = market::Symbol::parse("AAPL");
    market::InstrumentKind kind = market::InstrumentKind::stock;
    market::Board board = market::Board::none;
    std::string exchange;  // "NASDAQ", "NYSE", "HKEX", "SSE", "SZSE", "BSE"
    std::string currency;
    std::string name_en;
    std::string name_zh;
    std::string industry;
    std::optional<std::int64_t> lot_size;
    std::int8_t has_bars = 0;
    std::int8_t sample = 0;   // its shown prices are recorded samples
    std::string source;       // the list or import it came from
    std::string former_code;  // of a candidate: what was typed is a code it had before
};

/// One symbol, or what the text might mean, best first; both empty: nothing like it is known.
struct Resolution {
    std::optional<market::Symbol> symbol;
    std::vector<Instrument> candidates;
};

/// Companies, funds and indices by symbol, code and name. Thread-safe. Errors: not_found
/// "symbol.unknown"; those of the database.
class Instruments {
  public:
    explicit Instruments(db::Database& database);

    [[nodiscard]] std::optional<Instrument> find(CallContext const& context,
                                                 market::Symbol const& symbol) const;
    [[nodiscard]] Instrument get(CallContext const& context, market::Symbol const& symbol) const;

    /// Codes in every form of parse_input, English and Chinese names from their beginning or from
    /// anywhere inside, Chinese ones also by their pinyin and its initials ("gzmt"); simplified and
    /// traditional characters are alike. At most `limit` (1..100).
    [[nodiscard]] std::vector<Instrument> search(CallContext const& context, std::string_view text,
                                                 std::size_t limit) const;

    /// A symbol only when the text can mean no other: a code of one known listing, or exactly one
    /// company's full name. Never a guess: pinyin gives candidates only, a code that another
    /// company had before gives both, and "=" before a canonical symbol means just that one.
    [[nodiscard]] Resolution resolve(CallContext const& context, std::string_view text) const;
    /// The symbol, or throws not_found "symbol.unknown", conflict "symbol.ambiguous" with the
    /// candidates in its fields.
    [[nodiscard]] market::Symbol get_symbol(CallContext const& context,
                                            std::string_view text) const;

    /// Adds a symbol that no list has, so that prices can be stored for it; keeps a known one.
    static void ensure(db::Transaction& transaction, market::Symbol const& symbol,
                       std::string_view source);

  private:
    db::Database& database_;
};

}  // namespace ec::marketdata
