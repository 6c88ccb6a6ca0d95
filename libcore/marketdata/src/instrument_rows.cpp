#include <instrument_rows.hpp>

#include <ec/market/series.hpp>
#include <pinyin.hpp>
#include <text_encoding.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

// Thousands of rows are written at once; one statement a row costs a round trip each.
constexpr std::size_t rows_in_one_statement = 100;

constexpr std::string_view instrument_head =
    "INSERT INTO instruments (id, symbol, market, exchange, kind, board, currency, name_en, "
    "name_zh, industry, lot_size, source, created_at_us, updated_at_us) VALUES ";
constexpr std::string_view instrument_update =
    " ON CONFLICT (id) DO UPDATE SET exchange = excluded.exchange, kind = excluded.kind, "
    "name_en = excluded.name_en, name_zh = excluded.name_zh, industry = excluded.industry, "
    "lot_size = excluded.lot_size, source = excluded.source, "
    "updated_at_us = excluded.updated_at_us";
constexpr std::string_view keep_existing = " ON CONFLICT DO NOTHING";
constexpr std::string_view name_head =
    "INSERT INTO instrument_names (symbol_id, kind, language, name, normalised, source) VALUES ";

struct NameRow {
    std::string symbol_id;
    std::string kind;
    std::string language;
    std::string name;
    std::string normalised;
    std::string source;
};

std::string placeholders(std::size_t rows, std::size_t columns) {
    std::string out;
    std::size_t n = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        out += row == 0 ? "(" : ", (";
        for (std::size_t column = 0; column < columns; ++column)
            out += fmt::format("{}${}", column == 0 ? "" : ", ", ++n);
        out += ')';
    }
    return out;
}

std::string upper_market(market::Symbol const& symbol) {
    switch (symbol.market()) {
        case market::Market::us:
            return "US";
        case market::Market::hk:
            return "HK";
        case market::Market::cn:
            return "CN";
    }
    return "OTHER";
}

void write_rows(db::Transaction& transaction, std::span<InstrumentRow const> rows,
                std::string_view on_conflict) {
    auto const now = transaction.now_us();
    for (std::size_t from = 0; from < rows.size(); from += rows_in_one_statement) {
        auto const part = rows.subspan(from, std::min(rows_in_one_statement, rows.size() - from));
        std::vector<std::string> markets;
        for (auto const& row : part) markets.push_back(upper_market(row.symbol));
        std::vector<db::Param> params;
        for (std::size_t i = 0; i < part.size(); ++i) {
            auto const& row = part[i];
            auto const board = market::board_of(row.symbol);
            params.insert(params.end(),
                          {row.symbol.text(), row.symbol.text(), markets[i], row.exchange,
                           to_string(row.kind),
                           board == market::Board::none ? std::string_view() : to_string(board),
                           market::currency_of(row.symbol.market()), row.name_en, row.name_zh,
                           row.industry, row.lot_size, row.source, now, now});
        }
        transaction.execute_with(
            std::string(instrument_head) + placeholders(part.size(), 14) + std::string(on_conflict),
            params);
    }
}

void add_name(std::vector<NameRow>& names, std::set<std::tuple<std::string, std::string>>& seen,
              InstrumentRow const& row, std::string_view kind, std::string_view language,
              std::string const& name) {
    auto normalised = normalise_name(name);
    if (normalised.empty()) return;
    if (!seen.emplace(kind, normalised).second) return;
    names.push_back({row.symbol.text(), std::string(kind), std::string(language), name,
                     std::move(normalised), row.source});
}

void add_names(std::vector<NameRow>& names, InstrumentRow const& row) {
    std::set<std::tuple<std::string, std::string>> seen;
    std::string const code(row.symbol.code());
    add_name(names, seen, row, "code", "", row.symbol.text());
    add_name(names, seen, row, "code", "", code);
    if (row.symbol.exchange() == market::Exchange::hk && code[0] != '^') {
        add_name(names, seen, row, "code", "", std::string(5 - code.size(), '0') + code);
        add_name(names, seen, row, "code", "", code.substr(code.find_first_not_of('0')));
    }
    add_name(names, seen, row, "name", "en", row.name_en);
    add_name(names, seen, row, "name", "zh", row.name_zh);
    auto const pinyin = pinyin_forms(normalise_name(row.name_zh));
    for (auto const& form : pinyin.initials) add_name(names, seen, row, "initials", "zh", form);
    for (auto const& form : pinyin.full) add_name(names, seen, row, "pinyin", "zh", form);
}

void write_names(db::Transaction& transaction, std::span<NameRow const> names) {
    for (std::size_t from = 0; from < names.size(); from += rows_in_one_statement) {
        auto const part = names.subspan(from, std::min(rows_in_one_statement, names.size() - from));
        std::vector<db::Param> params;
        for (auto const& name : part)
            params.insert(params.end(), {name.symbol_id, name.kind, name.language, name.name,
                                         name.normalised, name.source});
        transaction.execute_with(
            std::string(name_head) + placeholders(part.size(), 6) + std::string(keep_existing),
            params);
    }
}

std::vector<NameRow> names_of(std::span<InstrumentRow const> rows) {
    std::vector<NameRow> names;
    for (auto const& row : rows) add_names(names, row);
    return names;
}

}  // namespace

std::string default_exchange(market::Symbol const& symbol) {
    switch (symbol.exchange()) {
        case market::Exchange::us:
            return {};
        case market::Exchange::hk:
            return "HKEX";
        case market::Exchange::sh:
            return "SSE";
        case market::Exchange::sz:
            return "SZSE";
        case market::Exchange::bj:
            return "BSE";
    }
    return {};
}

std::size_t write_instruments(db::Transaction& transaction, std::span<InstrumentRow const> rows) {
    write_rows(transaction, rows, instrument_update);
    auto const names = names_of(rows);
    write_names(transaction, names);
    return names.size();
}

void insert_missing(db::Transaction& transaction, std::vector<InstrumentRow> const& rows) {
    write_rows(transaction, rows, keep_existing);
    write_names(transaction, names_of(rows));
}

}  // namespace ec::marketdata
