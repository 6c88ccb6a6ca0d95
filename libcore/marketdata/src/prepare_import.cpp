#include <ec/marketdata/prepared_import.hpp>

#include <ec/base/error.hpp>
#include <ec/crypto/digest.hpp>
#include <import_checks.hpp>
#include <import_log.hpp>
#include <text_encoding.hpp>

#include <algorithm>

#include <fmt/format.h>

namespace ec::marketdata {
namespace {

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

SeriesUpdate update_of(market::PriceCsv const& csv, ImportRequest const& request) {
    SeriesUpdate update;
    update.symbol = request.symbol;
    update.source = source_of(request);
    update.basis = csv.mapping.basis;
    update.base_date = csv.mapping.base_date;
    update.currency = currency_of(request);
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

market::PriceCsvOptions options_of(ImportRequest const& request, market::InstrumentKind kind) {
    market::PriceCsvOptions options;
    options.symbol = request.symbol;
    options.kind = kind;
    options.basis = request.basis;
    options.base_date = request.base_date;
    options.volume_unit = request.volume_unit;
    options.date_order = request.date_order;
    return options;
}

// A row of tomorrow or of a session that is not over is taken differently another day.
bool depends_on_today(market::PriceCsv const& csv) {
    bool const future = std::ranges::any_of(
        csv.rejected, [](auto const& row) { return row.reason == "date.future"; });
    return future || csv.bars.empty() ||
           market::has(csv.bars.flags.back(), market::BarFlag::partial);
}

}  // namespace

std::string stated_code_of(std::string_view head) {
    // What is cut off may end in the middle of a character.
    if (auto const end = head.rfind('\n'); end != std::string_view::npos)
        head = head.substr(0, end);
    return market::find_stated_code(decode_text(head).text);
}

ImportedFile imported_file(std::string_view bytes, ImportRequest const& request) {
    auto const unit = [&]() -> std::string_view {
        if (!request.volume_unit) return "";
        return *request.volume_unit == market::VolumeUnit::shares ? "shares" : "lots";
    }();
    auto const order = [&]() -> std::string_view {
        if (!request.date_order) return "";
        return *request.date_order == market::DateOrder::month_first ? "mdy" : "dmy";
    }();
    return {crypto::sha256_hex(bytes),
            fmt::format("basis={};base={};volume={};order={};currency={}",
                        request.basis ? to_string(*request.basis) : "",
                        request.base_date ? request.base_date->iso() : "", unit, order,
                        request.currency.value_or(""))};
}

PreparedImport prepare_import(std::string_view bytes, ImportRequest const& request,
                              market::InstrumentKind kind, Micros now_us) {
    if (bytes.size() > market::max_price_csv_bytes)
        throw invalid_field("import.too_large", "file", std::to_string(bytes.size()),
                            "the file is larger than 64 MiB", "Split the file into parts.");
    auto const decoded = decode_text(bytes);
    auto csv = market::parse_price_csv(decoded.text, options_of(request, kind));
    settle_unfinished_days(csv, request.symbol, now_us);
    if (csv.bars.empty())
        throw invalid_field("import.no_rows", "file", "", "no row is of a day that has begun",
                            "Check the dates of the file.");
    check_stated_code(csv, request.symbol);

    PreparedImport out;
    out.request = request;
    out.file = imported_file(bytes, request);
    if (depends_on_today(csv)) out.file.asked.clear();
    auto& report = out.report;
    report.encoding = decoded.encoding;
    report.mapping = csv.mapping;
    report.rows_read = csv.rows_read;
    report.accepted = csv.bars.size();
    report.actions = csv.actions.size();
    report.first_date = csv.bars.date.front();
    report.last_date = csv.bars.date.back();
    report.flagged = flagged_rows(csv, {.symbol = request.symbol,
                                        .kind = kind,
                                        .basis = csv.mapping.basis,
                                        .actions = csv.actions});
    out.update = update_of(csv, request);
    report.rejected = std::move(csv.rejected);
    out.update.bars = std::move(csv.bars);
    if (request.mode == ImportMode::store) out.update.blocks = encode_blocks(out.update.bars);
    return out;
}

void check_identity_of(CallContext const& context, BarStore const& store,
                       PreparedImport const& prepared) {
    auto const& request = prepared.request;
    if (request.identity == ImportIdentity::as_told) return;
    if (!store.find_shown(context, request.symbol)) return;
    check_identity(prepared.update.bars, *store.load_series(context, request.symbol));
}

}  // namespace ec::marketdata
