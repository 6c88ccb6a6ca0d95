#pragma once

#include <ec/base/error.hpp>
#include <ec/market/csv.hpp>
#include <ec/market/exchange_zone.hpp>
#include <ec/market/unit_proof.hpp>
#include <ec/marketdata/provider_answers.hpp>

#include <cstdlib>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <support/source_files.hpp>

namespace ec::test {

inline std::string provider_file(std::string_view name) {
    return read_source_file("tests/data/providers/" + std::string(name));
}

inline marketdata::AnswerRequest asked(
    std::string_view symbol, market::InstrumentKind kind = market::InstrumentKind::stock) {
    marketdata::AnswerRequest request;
    request.symbol = market::Symbol::parse(symbol);
    request.kind = kind;
    return request;
}

inline market::UnitProof unit_proof(marketdata::ProviderAnswer const& answer) {
    return market::prove_units(answer.bars, answer.basis, answer.instrument);
}

inline marketdata::ProviderAnswer parsed(marketdata::Provider provider, std::string_view symbol,
                                         std::string_view bytes, int status = 200) {
    auto const kind = market::kind_by_code(market::Symbol::parse(symbol));
    return marketdata::parse_answer(provider, asked(symbol, kind), {bytes, status});
}

/// The reason an answer is refused with, "" when it is taken.
inline std::string refusal(marketdata::Provider provider, std::string_view symbol,
                           std::string_view bytes, int status = 200) {
    try {
        static_cast<void>(parsed(provider, symbol, bytes, status));
        return "";
    } catch (Error const& error) {
        return error.reason();
    }
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
    auto const at = text.find(from);
    if (at == std::string::npos) throw std::runtime_error("not in the payload");
    return text.replace(at, from.size(), to);
}

using TableRow = std::map<std::string, std::string, std::less<>>;

/// A table of tests/data/providers by its headings.
inline std::vector<TableRow> provider_table(std::string_view name) {
    auto const text = provider_file(name);
    market::CsvReader reader(text, {});
    auto const heading = reader.next()->cells;
    std::vector<TableRow> out;
    while (auto const record = reader.next()) {
        TableRow row;
        for (std::size_t i = 0; i < heading.size(); ++i) row[heading[i]] = record->cells.at(i);
        out.push_back(std::move(row));
    }
    return out;
}

inline double figure(std::string const& text) {
    return text.empty() ? std::numeric_limits<double>::quiet_NaN()
                        : std::strtod(text.c_str(), nullptr);
}

inline bool same_figure(double a, double b) { return a == b || (a != a && b != b); }

/// Whether the answer's bar of that day is the row's, exactly.
inline bool has_bar(marketdata::ProviderAnswer const& answer, TableRow const& row) {
    for (std::size_t i = 0; i < answer.bars.size(); ++i) {
        auto const bar = answer.bars.at(i);
        if (bar.date.iso() != row.at("date")) continue;
        return same_figure(bar.open, figure(row.at("open"))) &&
               same_figure(bar.high, figure(row.at("high"))) &&
               same_figure(bar.low, figure(row.at("low"))) &&
               same_figure(bar.close, figure(row.at("close"))) &&
               same_figure(bar.volume, figure(row.at("volume"))) &&
               same_figure(bar.amount, figure(row.at("amount")));
    }
    return false;
}

}  // namespace ec::test
