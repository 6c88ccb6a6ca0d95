#include <ec/marketdata/seed.hpp>

#include <ec/base/error.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/db/database.hpp>
#include <ec/market/csv.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/market/price_csv.hpp>
#include <ec/marketdata/bar_store.hpp>
#include <instrument_rows.hpp>

#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

using market::CsvTable;
using market::Symbol;

constexpr char const* read_version_sql = "SELECT value FROM settings WHERE name = 'seed_version'";
constexpr char const* write_version_sql =
    "INSERT INTO settings (name, value, updated_at_us) VALUES ('seed_version', $1, $2) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value, "
    "updated_at_us = excluded.updated_at_us";

std::optional<std::string> read_file(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(file), {}};
}

Error missing(std::string const& file) {
    return Error(ErrorCode::not_found, "seed.missing",
                 fmt::format("The shipped data are incomplete: {} is missing. Install the program "
                             "again.",
                             file));
}

/// One row of provenance.csv, by column name.
struct Entry {
    std::string file, role, symbol, label, basis, base_date, currency, source, sha256;
    bool doubtful = false;
};

class Seed {
  public:
    explicit Seed(std::filesystem::path folder) : folder_(std::move(folder)) {
        auto const text = read_file(folder_ / "provenance.csv");
        if (!text) throw missing("provenance.csv");
        version_ = crypto::sha256_hex(*text);
        auto const table = market::parse_csv_table(*text);
        auto const at = [&](char const* name) { return table.column(name); };
        auto const file = at("file"), doubtful = at("doubtful"), role = at("role"),
                   symbol = at("symbol"), label = at("label"), basis = at("basis"),
                   base = at("base_date"), currency = at("currency"), source = at("source"),
                   sha256 = at("sha256");
        entries_.reserve(table.rows.size());
        for (auto const& row : table.rows)
            entries_.push_back({row[file], row[role], row[symbol], row[label], row[basis],
                                row[base], row[currency], row[source], row[sha256],
                                row[doubtful] == "yes"});
    }

    /// The checked bytes; nullopt for a doubtful file that is not here.
    [[nodiscard]] std::optional<std::string> read(Entry const& entry) const {
        auto text = read_file(folder_ / entry.file);
        if (!text && entry.doubtful) return std::nullopt;
        if (!text) throw missing(entry.file);
        if (crypto::sha256_hex(*text) != entry.sha256)
            throw invalid_field("seed.damaged", "seed", entry.file,
                                "differs from the checksum in provenance.csv",
                                "Install the program again.");
        return text;
    }
    [[nodiscard]] std::vector<Entry> const& entries() const { return entries_; }
    /// Which files are here belongs to the version: a fuller seed is loaded after a leaner one.
    [[nodiscard]] std::string version() const {
        std::string present = version_;
        for (auto const& entry : entries_)
            present += std::filesystem::exists(folder_ / entry.file) ? '1' : '0';
        return crypto::sha256_hex(present);
    }

  private:
    std::filesystem::path folder_;
    std::string version_;
    std::vector<Entry> entries_;
};

std::string cell(CsvTable const& table, std::vector<std::string> const& row, char const* column) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i] == column) return row[i];
    return {};
}

void fill(std::string& what, std::string value) {
    if (!value.empty()) what = std::move(value);
}

// Later lists add to and overrule what earlier ones say of the same symbol.
class Lists {
  public:
    void add(CsvTable const& table, std::string const& source) {
        bool const lots_only = !table.columns.empty() && table.columns.back() == "board_lot";
        for (auto const& row : table.rows) {
            auto const symbol = Symbol::parse(cell(table, row, "symbol"));
            if (lots_only && !rows_.contains(symbol)) continue;
            auto const [place, added] = rows_.try_emplace(symbol);
            auto& out = place->second;
            if (added) {
                out.symbol = symbol;
                out.kind = market::kind_by_code(symbol);
                out.exchange = default_exchange(symbol);
                out.source = source;
            }
            read(table, row, out);
        }
    }
    [[nodiscard]] std::vector<InstrumentRow> take() {
        std::vector<InstrumentRow> out;
        out.reserve(rows_.size());
        for (auto& [symbol, row] : rows_) out.push_back(std::move(row));
        return out;
    }

  private:
    static void read(CsvTable const& table, std::vector<std::string> const& row,
                     InstrumentRow& out) {
        fill(out.name_en, cell(table, row, "name_en"));
        fill(out.name_zh, cell(table, row, "name_zh"));
        fill(out.exchange, cell(table, row, "exchange"));
        fill(out.industry, cell(table, row, "industry_zh"));
        fill(out.industry, cell(table, row, "sector"));
        if (auto const kind = market::parse_instrument_kind(cell(table, row, "kind")))
            out.kind = *kind;
        auto const lot = cell(table, row, "board_lot");
        std::int64_t lot_size = 0;
        std::from_chars(lot.data(), lot.data() + lot.size(), lot_size);
        if (lot_size > 0) out.lot_size = lot_size;
    }

    std::map<Symbol, InstrumentRow> rows_;
};

SeriesUpdate read_series(Entry const& entry, std::string const& text,
                         std::map<Symbol, market::InstrumentKind> const& kinds,
                         std::optional<std::string> const& factors) {
    market::PriceCsvOptions options;
    options.symbol = Symbol::parse(entry.symbol);
    auto const kind = kinds.find(options.symbol);
    options.kind = kind == kinds.end() ? market::kind_by_code(options.symbol) : kind->second;
    options.basis = market::parse_price_basis(entry.basis);
    options.base_date = Date::try_parse(entry.base_date);
    options.volume_unit = market::VolumeUnit::shares;
    auto csv = market::parse_price_csv(text, options);
    SeriesUpdate update;
    update.symbol = options.symbol;
    update.source = entry.label;
    update.basis = csv.mapping.basis;
    update.base_date = csv.mapping.base_date;
    update.currency = entry.currency;
    update.sample = 1;
    update.doubtful = entry.doubtful ? 1 : 0;
    update.provenance = entry.source;
    update.actions = std::move(csv.actions);
    update.action_amounts = std::move(csv.action_amounts);
    if (factors) {
        auto found =
            market::actions_from_factors(market::parse_factor_file(*factors), csv.bars.date);
        update.actions = std::move(found.actions);
        update.action_amounts = std::move(found.amounts);
    }
    update.bars = std::move(csv.bars);
    return update;
}

struct Loaded {
    std::vector<InstrumentRow> instruments;
    std::vector<SeriesUpdate> series;
    std::size_t left_out = 0;
};

Loaded read_all(Seed const& seed) {
    Loaded out;
    Lists lists;
    std::map<std::string, std::string> factors;
    for (auto const& entry : seed.entries()) {
        if (entry.role != "list" && entry.role != "factors") continue;
        auto const text = seed.read(entry);
        if (!text)
            ++out.left_out;
        else if (entry.role == "factors")
            factors[entry.symbol + entry.label] = *text;
        else
            lists.add(market::parse_csv_table(*text), entry.file);
    }
    out.instruments = lists.take();
    std::map<Symbol, market::InstrumentKind> kinds;
    for (auto const& row : out.instruments) kinds[row.symbol] = row.kind;
    for (auto const& entry : seed.entries()) {
        if (entry.role != "series") continue;
        auto const text = seed.read(entry);
        if (!text) {
            ++out.left_out;
            continue;
        }
        auto const factor = factors.find(entry.symbol + entry.label);
        out.series.push_back(
            read_series(entry, *text, kinds,
                        factor == factors.end() ? std::nullopt : std::optional(factor->second)));
    }
    return out;
}

}  // namespace

SeedReport load_seed(CallContext const& context, db::Database& database,
                     std::filesystem::path const& folder) {
    Seed const seed(folder);
    auto const version = seed.version();
    SeedReport report;
    {
        auto transaction = database.begin_read(context);
        auto const rows = transaction.query(read_version_sql);
        if (!rows.empty() && rows[0].text(0) == version) {
            report.unchanged = 1;
            return report;
        }
    }
    auto const loaded = read_all(seed);
    return db::run_write(database, context, [&](db::Transaction& transaction) {
        SeedReport done;
        done.left_out = loaded.left_out;
        done.instruments = loaded.instruments.size();
        done.names = write_instruments(transaction, loaded.instruments);
        for (auto const& update : loaded.series) {
            insert_missing(transaction, {{.symbol = update.symbol,
                                          .kind = market::kind_by_code(update.symbol),
                                          .exchange = default_exchange(update.symbol),
                                          .name_en = {},
                                          .name_zh = {},
                                          .industry = {},
                                          .lot_size = {},
                                          .source = "sample"}});
            auto const change = BarStore::store(transaction, update);
            done.bars += static_cast<std::size_t>(change.added + change.changed);
            ++done.series;
        }
        transaction.execute(write_version_sql, version, transaction.now_us());
        return done;
    });
}

std::map<std::string, market::TradingCalendar> load_calendars(std::filesystem::path const& folder) {
    Seed const seed(folder);
    std::map<std::string, market::TradingCalendar> out;
    for (auto const& entry : seed.entries()) {
        if (entry.role != "calendar") continue;
        auto const text = seed.read(entry);
        if (!text) continue;
        for (auto const market : {market::Market::us, market::Market::hk, market::Market::cn})
            if (market::calendar_id_of(market) == entry.symbol)
                out.emplace(entry.symbol, market::TradingCalendar::parse(
                                              entry.symbol, market::zone_of(market), *text));
    }
    return out;
}

}  // namespace ec::marketdata
