#include <ec/marketdata/import.hpp>

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>
#include <ec/base/json_writer.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/db/database.hpp>
#include <ec/market/factor_file.hpp>
#include <ec/marketdata/instruments.hpp>
#include <import_checks.hpp>
#include <text_encoding.hpp>

#include <algorithm>

namespace ec::marketdata {
namespace {

constexpr char const* insert_import_sql =
    "INSERT INTO imports (id, owner_id, series_id, file_name, file_sha256, mapping, rows_read, "
    "rows_accepted, rows_changed, rejects, created_at_us) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr char const* kind_sql = "SELECT kind FROM instruments WHERE id = $1";
// Of a long list the log keeps the head; the caller has been given all of it.
constexpr std::size_t max_logged_rejects = 1000;

std::string mapping_json(market::PriceCsvMapping const& mapping, std::string const& encoding) {
    JsonWriter json;
    json.begin_object()
        .member("layout", mapping.layout)
        .member("encoding", encoding)
        .member("separator", std::string_view(&mapping.separator, 1))
        .member("date_format", mapping.date_format)
        .member("basis", to_string(mapping.basis))
        .member("basis_evidence", mapping.basis_evidence)
        .member("volume_scale", mapping.volume_scale)
        .member("amount_scale", mapping.amount_scale)
        .member("unit_evidence", mapping.unit_evidence)
        .key("columns")
        .begin_array();
    for (auto const& column : mapping.columns)
        json.begin_object()
            .member("heading", column.heading)
            .member("role", column.role)
            .end_object();
    return json.end_array().end_object().take();
}

std::string rejects_json(std::vector<market::RejectedRow> const& rejected) {
    JsonWriter json;
    json.begin_array();
    for (std::size_t i = 0; i < std::min(rejected.size(), max_logged_rejects); ++i)
        json.begin_object()
            .member("line", static_cast<std::int64_t>(rejected[i].line))
            .member("reason", rejected[i].reason)
            .member("text", rejected[i].text)
            .end_object();
    return json.end_array().take();
}

std::string file_name_of(ImportRequest const& request) {
    auto name = request.file_name;
    if (auto const slash = name.find_last_of("/\\"); slash != std::string::npos)
        name.erase(0, slash + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return name.substr(0, 120);
}

std::string currency_of(ImportRequest const& request) {
    if (!request.currency) return std::string(market::currency_of(request.symbol.market()));
    bool const code =
        request.currency->size() == 3 &&
        std::ranges::all_of(*request.currency, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!code)
        throw invalid_field("import.currency", "currency", *request.currency,
                            "is not a currency code", "Write three capitals, such as USD.");
    return *request.currency;
}

market::InstrumentKind kind_of(db::Database& database, CallContext const& context,
                               market::Symbol const& symbol) {
    auto transaction = database.begin_read(context);
    auto const rows = transaction.query(kind_sql, symbol.text());
    auto const by_code = market::kind_by_code(symbol);
    return rows.empty() ? by_code
                        : market::parse_instrument_kind(rows[0].text(0)).value_or(by_code);
}

SeriesUpdate update_of(market::PriceCsv const& csv, ImportRequest const& request) {
    SeriesUpdate update;
    update.symbol = request.symbol;
    update.source = request.source.value_or("csv:" + file_name_of(request));
    update.basis = csv.mapping.basis;
    update.base_date = csv.mapping.base_date;
    update.currency = currency_of(request);
    update.bars = csv.bars;
    bool const has_actions =
        std::ranges::any_of(csv.mapping.columns, [](market::ColumnMapping const& column) {
            return column.role == "dividend" || column.role == "split" ||
                   column.role == "adjusted_close";
        });
    if (has_actions) {
        update.actions = csv.actions;
        update.action_amounts = csv.action_amounts;
    }
    return update;
}

void check_against_stored(CallContext const& context, BarStore const& store,
                          market::PriceCsv const& csv, ImportRequest const& request) {
    check_stated_code(csv, request.symbol);
    if (request.identity == ImportIdentity::as_told) return;
    if (!store.find_shown(context, request.symbol)) return;
    check_identity(csv.bars, *store.load_series(context, request.symbol));
}

void log_import(db::Transaction& transaction, CallContext const& context,
                ImportRequest const& request, ImportReport const& report, std::string_view bytes) {
    auto const now = transaction.now_us();
    transaction.execute(insert_import_sql, make_id("imp", now), context.actor.user_id,
                        report.change.series_id, file_name_of(request), crypto::sha256_hex(bytes),
                        mapping_json(report.mapping, report.encoding), report.rows_read,
                        report.accepted, report.change.added + report.change.changed,
                        rejects_json(report.rejected), now);
}

}  // namespace

ImportReport import_csv(CallContext const& context, db::Database& database, BarStore const& store,
                        std::string_view bytes, ImportRequest const& request) {
    if (bytes.size() > market::max_price_csv_bytes)
        throw invalid_field("import.too_large", "file", std::to_string(bytes.size()),
                            "the file is larger than 64 MiB", "Split the file into parts.");
    market::PriceCsvOptions options;
    options.symbol = request.symbol;
    options.kind = kind_of(database, context, request.symbol);
    options.basis = request.basis;
    options.base_date = request.base_date;
    options.volume_unit = request.volume_unit;
    options.date_order = request.date_order;
    auto const decoded = decode_text(bytes);
    auto csv = market::parse_price_csv(decoded.text, options);
    settle_unfinished_days(csv, request.symbol, context.now_us());
    if (csv.bars.empty())
        throw invalid_field("import.no_rows", "file", "", "no row is of a day that has begun",
                            "Check the dates of the file.");
    check_against_stored(context, store, csv, request);

    ImportReport report;
    report.encoding = decoded.encoding;
    report.mapping = csv.mapping;
    report.rows_read = csv.rows_read;
    report.accepted = csv.bars.size();
    report.rejected = csv.rejected;
    report.actions = csv.actions.size();
    report.first_date = csv.bars.date.front();
    report.last_date = csv.bars.date.back();
    report.flagged = flagged_rows(csv, {.symbol = request.symbol,
                                        .kind = options.kind,
                                        .basis = csv.mapping.basis,
                                        .actions = csv.actions});
    auto const update = update_of(csv, request);
    if (request.mode == ImportMode::dry_run) return report;
    context.check();
    report.change = db::run_write(database, context, [&](db::Transaction& transaction) {
        Instruments::ensure(transaction, request.symbol, update.source);
        auto attempt = report;
        attempt.change = BarStore::store(transaction, update);
        if (attempt.change.any()) log_import(transaction, context, request, attempt, bytes);
        return attempt.change;
    });
    return report;
}

SeriesChange import_factors(CallContext const& context, db::Database& database,
                            BarStore const& store, std::string const& series_id,
                            std::string_view factor_file) {
    auto const series = store.load_series_by_id(context, series_id);
    if (series->basis != market::PriceBasis::raw)
        throw invalid_field("import.factors_need_raw", "series", series_id,
                            "its prices are adjusted already",
                            "Import unadjusted prices before their factors.");
    auto const info = store.get_series(context, series_id);
    auto const found =
        market::actions_from_factors(market::parse_factor_file(factor_file), series->bars.date);
    return db::run_write(database, context, [&](db::Transaction& transaction) {
        return BarStore::store_actions(transaction, info, found.actions, found.amounts);
    });
}

}  // namespace ec::marketdata
