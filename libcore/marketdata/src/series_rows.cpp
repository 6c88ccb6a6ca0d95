#include <series_rows.hpp>

#include <ec/crypto/digest.hpp>
#include <ec/market/instrument.hpp>

#include <algorithm>
#include <tuple>

namespace ec::marketdata {
namespace {

// A source with fewer bars may add to what is known, never stand for a symbol.
constexpr std::int64_t bars_to_stand = 260;

constexpr char const* hide_sql =
    "UPDATE series SET shown = 0 WHERE symbol_id = $1 AND shown = 1 AND id <> $2";
constexpr char const* show_sql = "UPDATE series SET shown = 1 WHERE id = $1 AND shown = 0";

std::optional<Date> date_of(std::optional<std::int64_t> days) {
    return days ? std::optional(Date(static_cast<std::int32_t>(*days))) : std::nullopt;
}

// A live series that has fallen behind gives way to one that goes on.
constexpr std::int32_t days_to_lag = 10;

bool goes_on(SeriesInfo const& info, Date newest_live) {
    return info.sample == 0 && info.last_date && *info.last_date + days_to_lag >= newest_live;
}

auto rank(SeriesInfo const& info, Date newest_live) {
    bool const index = market::kind_by_code(info.symbol) == market::InstrumentKind::index;
    bool const provable = info.basis == market::PriceBasis::raw && (index || info.has_actions == 1);
    return std::tuple(info.bars >= bars_to_stand, info.sample == 0, goes_on(info, newest_live),
                      provable, info.bars);
}

}  // namespace

SeriesInfo read_info(db::Row const& row) {
    SeriesInfo info;
    info.id = row.text(0);
    info.symbol = market::Symbol::parse(row.text(1));
    info.source = row.text(2);
    info.basis = market::parse_price_basis(row.text(3)).value_or(market::PriceBasis::raw);
    info.base_date = date_of(row.find_integer(4));
    info.currency = row.text(5);
    info.sample = row.flag(6) ? 1 : 0;
    info.doubtful = row.flag(7) ? 1 : 0;
    info.shown = row.flag(8) ? 1 : 0;
    info.revision = row.integer(9);
    info.bars = row.integer(10);
    info.first_date = date_of(row.find_integer(11));
    info.last_date = date_of(row.find_integer(12));
    info.has_actions = row.integer(13) > 0 ? 1 : 0;
    return info;
}

std::vector<SeriesInfo> read_infos(db::Rows const& rows) {
    std::vector<SeriesInfo> out;
    for (auto const row : rows) out.push_back(read_info(row));
    return out;
}

std::string series_id_of(SeriesUpdate const& update) {
    auto const key = update.symbol.text() + '\n' + update.source + '\n' +
                     std::string(market::to_string(update.basis));
    return "ser_" + crypto::sha256_hex(key).substr(0, 26);
}

SeriesInfo const& best_of(std::vector<SeriesInfo> const& all) {
    Date newest_live;
    for (auto const& info : all)
        if (info.sample == 0 && info.bars >= bars_to_stand && info.last_date)
            newest_live = std::max(newest_live, *info.last_date);
    return *std::ranges::max_element(all, [&](auto const& a, auto const& b) {
        return rank(a, newest_live) < rank(b, newest_live);
    });
}

void choose_shown(db::Transaction& transaction, market::Symbol const& symbol) {
    auto const all = read_infos(transaction.query(
        std::string(select_series) + "WHERE s.symbol_id = $1 AND s.bars > 0 ORDER BY s.id",
        symbol.text()));
    if (all.empty()) return;
    auto const& best = best_of(all);
    transaction.execute(hide_sql, symbol.text(), best.id);
    transaction.execute(show_sql, best.id);
}

}  // namespace ec::marketdata
