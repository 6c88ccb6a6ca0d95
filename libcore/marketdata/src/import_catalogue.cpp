#include <ec/marketdata/prepared_import.hpp>

#include <ec/base/error.hpp>
#include <ec/db/database.hpp>
#include <ec/market/symbol_input.hpp>
#include <import_log.hpp>
#include <series_rows.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

// With a whole market's list at hand a code that it lacks is no company.
constexpr std::int64_t stocks_of_a_whole_market = 1000;

constexpr char const* kinds_sql = "SELECT id, kind, market FROM instruments WHERE owner_id IS NULL";
constexpr char const* shown_sql = "SELECT symbol_id FROM series WHERE shown = 1";
constexpr char const* files_sql =
    "SELECT series_id, file_sha256, asked FROM imports WHERE series_id IS NOT NULL "
    "ORDER BY created_at_us, id";

using Symbols = std::vector<market::Symbol>;

Error unknown(std::string_view stem) {
    return Error(ErrorCode::not_found, "import.symbol_unknown",
                 fmt::format("Neither the name \"{}\" nor the file says which listed symbol it is "
                             "of. Name it AAPL.csv, 0700.HK.csv or 600519.SH.csv, or import it "
                             "alone: equitycompass import SYMBOL FILE.",
                             stem))
        .with_field({"file", std::string(stem), "unknown", "Name the file after its symbol."});
}

Error ambiguous(std::string_view stem, Symbols const& readings) {
    std::string names;
    for (auto const& symbol : readings)
        names += fmt::format("{}{}", names.empty() ? "" : " or ", symbol.text());
    return Error(ErrorCode::conflict, "import.symbol_ambiguous",
                 fmt::format("\"{}\" may be {}. Name the file after the one that is meant.", stem,
                             names))
        .with_field({"file", std::string(stem), "may be " + names, "Write the whole symbol."});
}

// The spelling itself leaves no doubt: canonical, or digits together with their exchange.
bool is_explicit(std::string_view text, market::Symbol const& symbol) {
    if (text == symbol.text()) return true;
    bool const digits_alone =
        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return symbol.exchange() != market::Exchange::us && !digits_alone && symbol.code()[0] != '^';
}

// Readings that a list has; of none, the one that its spelling makes certain.
Symbols plausible(std::string_view text, ImportCatalogue const& catalogue) {
    auto readings = market::parse_input(text);
    Symbols known;
    for (auto const& symbol : readings)
        if (catalogue.kinds.contains(symbol.text())) known.push_back(symbol);
    if (known.size() == 1 && readings.size() > 1 && !catalogue.whole_mainland) return readings;
    if (!known.empty()) return known;
    if (auto const canonical = market::Symbol::try_parse(text)) return {*canonical};
    if (readings.size() == 1 && is_explicit(text, readings.front())) return readings;
    return {};
}

}  // namespace

market::InstrumentKind ImportCatalogue::kind_of(market::Symbol const& symbol) const {
    auto const found = kinds.find(symbol.text());
    return found == kinds.end() ? market::kind_by_code(symbol) : found->second;
}

bool ImportCatalogue::is_done(ImportRequest const& request, ImportedFile const& file) const {
    SeriesUpdate series;
    series.symbol = request.symbol;
    series.source = source_of(request);
    return std::ranges::any_of(
        std::array{market::PriceBasis::raw, market::PriceBasis::split_adjusted,
                   market::PriceBasis::adjusted},
        [&](market::PriceBasis basis) {
            series.basis = basis;
            auto const found = newest_file.find(series_id_of(series));
            return found != newest_file.end() && found->second == file;
        });
}

ImportCatalogue load_import_catalogue(CallContext const& context, db::Database& database) {
    ImportCatalogue out;
    auto transaction = database.begin_read(context);
    std::int64_t mainland_stocks = 0;
    for (auto const row : transaction.query(kinds_sql)) {
        auto const kind = market::parse_instrument_kind(row.text(1));
        if (kind) out.kinds.emplace(row.text(0), *kind);
        if (row.text(2) == "CN" && kind == market::InstrumentKind::stock) ++mainland_stocks;
    }
    out.whole_mainland = mainland_stocks >= stocks_of_a_whole_market;
    for (auto const row : transaction.query(shown_sql)) out.with_bars.insert(row.text(0));
    for (auto const row : transaction.query(files_sql))
        out.newest_file.insert_or_assign(row.text(0), ImportedFile{row.text(1), row.text(2)});
    return out;
}

market::Symbol symbol_of_file(std::string_view stem, std::string_view stated_code,
                              ImportCatalogue const& catalogue) {
    auto const named = plausible(stem, catalogue);
    if (named.size() == 1) return named.front();
    auto const stated = market::parse_input(stated_code);
    if (named.size() > 1) {
        Symbols both;
        for (auto const& symbol : named)
            if (std::ranges::find(stated, symbol) != stated.end()) both.push_back(symbol);
        if (both.size() == 1) return both.front();
        throw ambiguous(stem, named);
    }
    auto const meant = plausible(stated_code, catalogue);
    if (meant.size() == 1) return meant.front();
    if (meant.size() > 1) throw ambiguous(stem, meant);
    throw unknown(stem);
}

}  // namespace ec::marketdata
