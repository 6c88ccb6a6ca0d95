#include <ec/marketdata/instruments.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/market/symbol_input.hpp>
#include <instrument_rows.hpp>
#include <text_encoding.hpp>

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

constexpr std::size_t max_candidates = 10;
// With a whole market's list at hand a code that it lacks is no company.
constexpr std::int64_t stocks_of_a_whole_market = 1000;

constexpr char const* select_sql =
    "SELECT i.symbol, i.kind, i.exchange, i.currency, i.name_en, i.name_zh, i.industry, "
    "i.lot_size, i.source, s.sample FROM instruments i "
    "LEFT JOIN series s ON s.symbol_id = i.id AND s.shown = 1 "
    "WHERE i.owner_id IS NULL AND i.id = $1";
// $1 the text, $2 its beginning, $3 anything with it inside; codes match from their beginning only.
constexpr char const* search_sql =
    "SELECT n.symbol_id, MIN(CASE WHEN n.normalised = $1 AND n.kind = 'code' THEN 0 "
    "WHEN n.normalised = $1 THEN 1 WHEN n.normalised LIKE $2 AND n.kind = 'code' THEN 2 "
    "WHEN n.normalised LIKE $2 THEN 3 ELSE 4 END) AS place, "
    "MAX(CASE WHEN s.id IS NULL THEN 0 ELSE 1 END) AS with_bars, "
    "MIN(length(n.normalised)) AS width "
    "FROM instrument_names n JOIN instruments i ON i.id = n.symbol_id "
    "LEFT JOIN series s ON s.symbol_id = n.symbol_id AND s.shown = 1 "
    "WHERE i.owner_id IS NULL AND (n.normalised LIKE $2 OR (n.kind <> 'code' AND n.normalised LIKE "
    "$3)) GROUP BY n.symbol_id ORDER BY 2, 3 DESC, 4, 1 LIMIT $4";
constexpr char const* by_name_sql =
    "SELECT DISTINCT n.symbol_id FROM instrument_names n JOIN instruments i ON i.id = n.symbol_id "
    "WHERE i.owner_id IS NULL AND n.kind NOT IN ('code', 'initials', 'pinyin') "
    "AND n.normalised = $1 ORDER BY n.symbol_id "
    "LIMIT 11";
// $1 a code that somebody may have had, $2 today.
constexpr char const* renamed_sql =
    "SELECT DISTINCT to_value FROM instrument_events WHERE from_value = $1 "
    "AND kind = 'code_change' AND effective_on <= $2 "
    "AND (announced_on IS NULL OR announced_on <= $2) ORDER BY to_value";
constexpr char const* count_sql =
    "SELECT COUNT(*) FROM instruments WHERE market = 'CN' AND kind = 'stock' AND owner_id IS NULL";

std::optional<Instrument> read_instrument(db::Transaction& transaction,
                                          std::string const& symbol_id) {
    auto const rows = transaction.query(select_sql, symbol_id);
    if (rows.empty()) return std::nullopt;
    auto const row = rows[0];
    Instrument out;
    out.symbol = market::Symbol::parse(row.text(0));
    out.kind = market::parse_instrument_kind(row.text(1)).value_or(market::InstrumentKind::stock);
    out.board = market::board_of(out.symbol);
    out.exchange = row.text(2);
    out.currency = row.text(3);
    out.name_en = row.text(4);
    out.name_zh = row.text(5);
    out.industry = row.text(6);
    out.lot_size = row.find_integer(7);
    out.source = row.text(8);
    out.has_bars = row.is_null(9) ? 0 : 1;
    out.sample = !row.is_null(9) && row.flag(9) ? 1 : 0;
    return out;
}

std::vector<Instrument> known_codes(db::Transaction& transaction, std::string_view text) {
    std::vector<Instrument> out;
    for (auto const& symbol : market::parse_input(text))
        if (auto found = read_instrument(transaction, symbol.text())) out.push_back(*found);
    return out;
}

// Who had this code before and has another one now; through several changes to the newest.
std::vector<Instrument> renamed_from(db::Transaction& transaction, market::Symbol const& code,
                                     std::int64_t today) {
    std::vector<Instrument> out;
    std::vector<std::string> codes{code.text()};
    for (std::size_t i = 0; i < codes.size() && codes.size() <= max_candidates; ++i) {
        bool moved_on = false;
        for (auto const row : transaction.query(renamed_sql, codes[i], today)) {
            auto const next = std::string(row.text(0));
            if (std::ranges::find(codes, next) != codes.end()) continue;
            codes.push_back(next);
            moved_on = true;
        }
        if (moved_on || i == 0) continue;
        if (auto found = read_instrument(transaction, codes[i])) {
            found->former_code = code.text();
            out.push_back(std::move(*found));
        }
    }
    return out;
}

std::vector<Instrument> renamed_codes(db::Transaction& transaction, std::string_view text,
                                      Micros now_us) {
    std::vector<Instrument> out;
    for (auto const& symbol : market::parse_input(text))
        for (auto& found : renamed_from(transaction, symbol, now_us / micros_per_day))
            out.push_back(std::move(found));
    return out;
}

std::vector<Instrument> search_in(db::Transaction& transaction, std::string_view text,
                                  Micros now_us, std::size_t limit) {
    auto out = known_codes(transaction, text);
    for (auto& renamed : renamed_codes(transaction, text, now_us))
        out.push_back(std::move(renamed));
    std::set<market::Symbol> seen;
    for (auto const& instrument : out) seen.insert(instrument.symbol);
    auto const wanted = normalise_name(text);
    if (!wanted.empty()) {
        for (auto const row :
             transaction.query(search_sql, wanted, wanted + '%', '%' + wanted + '%', limit)) {
            auto found = read_instrument(transaction, row.text(0));
            if (found && seen.insert(found->symbol).second) out.push_back(std::move(*found));
        }
    }
    if (out.size() > limit) out.erase(out.begin() + static_cast<std::ptrdiff_t>(limit), out.end());
    return out;
}

// Six digits that two listings share are clear only when the other one certainly is no company.
bool is_clear(db::Transaction& transaction, std::size_t readings) {
    if (readings == 1) return true;
    return transaction.query(count_sql).one().integer(0) >= stocks_of_a_whole_market;
}

std::string described(Instrument const& instrument) {
    auto const& name = instrument.name_en.empty() ? instrument.name_zh : instrument.name_en;
    auto const former = instrument.former_code.empty()
                            ? std::string()
                            : fmt::format(", former code {}", instrument.former_code);
    return name.empty() ? instrument.symbol.text() + former
                        : fmt::format("{} ({}){}", instrument.symbol.text(), name, former);
}

std::string remedy_of(Instrument const& candidate, std::string_view typed) {
    return candidate.symbol.text() == typed
               ? fmt::format("Write ={} for the listing that has this code now.", typed)
               : std::string("Write this symbol.");
}

}  // namespace

Instruments::Instruments(db::Database& database) : database_(database) {}

std::optional<Instrument> Instruments::find(CallContext const& context,
                                            market::Symbol const& symbol) const {
    auto transaction = database_.begin_read(context);
    return read_instrument(transaction, symbol.text());
}

Instrument Instruments::get(CallContext const& context, market::Symbol const& symbol) const {
    if (auto found = find(context, symbol)) return *found;
    throw Error(
        ErrorCode::not_found, "symbol.unknown",
        fmt::format("{} is in no list. Search for it by code or name, or import its prices.",
                    symbol.text()));
}

std::vector<Instrument> Instruments::search(CallContext const& context, std::string_view text,
                                            std::size_t limit) const {
    if (limit < 1 || limit > 100)
        throw invalid_field("search.limit", "limit", std::to_string(limit), "is not in 1..100",
                            "Ask for at most 100 results.");
    auto transaction = database_.begin_read(context);
    return search_in(transaction, text.substr(0, 200), context.now_us(), limit);
}

Resolution Instruments::resolve(CallContext const& context, std::string_view text) const {
    text = text.substr(0, 200);
    auto transaction = database_.begin_read(context);
    if (text.starts_with('=')) {
        auto const exact = market::Symbol::try_parse(text.substr(1));
        auto const listed = exact ? read_instrument(transaction, exact->text()) : std::nullopt;
        return listed ? Resolution{listed->symbol, {}} : Resolution{};
    }
    auto known = known_codes(transaction, text);
    if (auto renamed = renamed_codes(transaction, text, context.now_us()); !renamed.empty()) {
        std::ranges::move(renamed, std::back_inserter(known));
        return {std::nullopt, std::move(known)};
    }
    auto const readings = market::parse_input(text).size();
    if (known.size() == 1 && is_clear(transaction, readings)) return {known[0].symbol, {}};
    if (!known.empty()) return {std::nullopt, std::move(known)};
    auto const wanted = normalise_name(text);
    if (!wanted.empty()) {
        auto const named = transaction.query(by_name_sql, wanted);
        if (named.size() == 1) return {market::Symbol::parse(named[0].text(0)), {}};
    }
    return {std::nullopt, search_in(transaction, text, context.now_us(), max_candidates)};
}

market::Symbol Instruments::get_symbol(CallContext const& context, std::string_view text) const {
    auto const found = resolve(context, text);
    if (found.symbol) return *found.symbol;
    auto const shown = std::string(text.substr(0, 60));
    if (found.candidates.empty())
        throw Error(ErrorCode::not_found, "symbol.unknown",
                    "No listed company, fund or index matches what was typed. Write a code such as "
                    "AAPL, 0700.HK or 600519.SH, or a name.")
            .with_field({"symbol", shown, "unknown", "Search by code or name."});
    Error error(ErrorCode::conflict, "symbol.ambiguous",
                "What was typed is not the code or full name of one company only. Choose a symbol "
                "from the candidates.");
    for (auto const& candidate : found.candidates)
        (void)error.with_field(
            {"symbol", candidate.symbol.text(), described(candidate), remedy_of(candidate, text)});
    throw error;
}

void Instruments::ensure(db::Transaction& transaction, market::Symbol const& symbol,
                         std::string_view source) {
    InstrumentRow row;
    row.symbol = symbol;
    row.kind = market::kind_by_code(symbol);
    row.exchange = default_exchange(symbol);
    row.source = source;
    insert_missing(transaction, {row});
}

}  // namespace ec::marketdata
