#include <ec/marketdata/fundamentals_store.hpp>

#include <ec/db/database.hpp>
#include <ec/marketdata/instruments.hpp>

#include <map>
#include <tuple>

namespace ec::marketdata {
namespace {

using market::FiledFact;

constexpr char const* select_sql =
    "SELECT tag, unit, period_start, period_end, accession, form, filed_on, value "
    "FROM filed_facts WHERE symbol_id = $1 AND filed_on <= $2 "
    "ORDER BY tag, unit, period_start, period_end, accession";
constexpr char const* upsert_sql =
    "INSERT INTO filed_facts (symbol_id, tag, unit, period_start, period_end, accession, form, "
    "filed_on, value, source, imported_at_us) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
    "ON CONFLICT (symbol_id, tag, unit, period_start, period_end, accession) DO UPDATE SET "
    "form = excluded.form, filed_on = excluded.filed_on, value = excluded.value, "
    "source = excluded.source, imported_at_us = excluded.imported_at_us";

constexpr Date last_day(2'932'896);  // 9999-12-31

std::int64_t stored_start(FiledFact const& fact) {
    return fact.start ? fact.start->days() : fact.end.days() + 1;
}

FiledFact read_fact(db::Row const& row) {
    auto const day = [&](std::size_t column) {
        return Date(static_cast<std::int32_t>(row.integer(column)));
    };
    FiledFact fact;
    fact.tag = row.text(0);
    fact.unit = row.text(1);
    fact.end = day(3);
    if (day(2) <= fact.end) fact.start = day(2);
    fact.accession = row.text(4);
    fact.form = row.text(5);
    fact.filed = day(6);
    fact.value = row.real(7);
    return fact;
}

std::vector<FiledFact> read_facts(db::Transaction& transaction, market::Symbol const& symbol,
                                  Date day) {
    std::vector<FiledFact> facts;
    for (auto const row : transaction.query(select_sql, symbol.text(), day.days()))
        facts.push_back(read_fact(row));
    return facts;
}

auto key_of(FiledFact const& fact) {
    return std::tuple(fact.tag, fact.unit, stored_start(fact), fact.end, fact.accession);
}

}  // namespace

FactsChange FundamentalsStore::import(CallContext const& context, market::Symbol const& symbol,
                                      std::span<FiledFact const> facts, std::string_view source) {
    return db::run_write(database_, context, [&](db::Transaction& transaction) {
        Instruments::ensure(transaction, symbol, source);
        std::map<decltype(key_of(facts[0])), FiledFact> stored;
        for (auto& fact : read_facts(transaction, symbol, last_day))
            stored.emplace(key_of(fact), std::move(fact));
        auto const now = transaction.now_us();
        FactsChange change;
        for (auto const& fact : facts) {
            auto const key = key_of(fact);
            auto const known = stored.find(key);
            if (known != stored.end() && known->second == fact) {
                ++change.unchanged;
                continue;
            }
            transaction.execute(upsert_sql, symbol.text(), fact.tag, fact.unit, stored_start(fact),
                                fact.end.days(), fact.accession, fact.form, fact.filed.days(),
                                fact.value, source, now);
            ++(known == stored.end() ? change.added : change.changed);
            stored.insert_or_assign(key, fact);
            context.check();
        }
        return change;
    });
}

std::vector<FiledFact> FundamentalsStore::load(CallContext const& context,
                                               market::Symbol const& symbol, Date day) const {
    auto transaction = database_.begin_read(context);
    auto facts = read_facts(transaction, symbol, day);
    transaction.commit();
    return facts;
}

}  // namespace ec::marketdata
