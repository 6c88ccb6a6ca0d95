#include <ec/marketdata/provider_health.hpp>

#include <ec/base/metrics.hpp>
#include <ec/crypto/digest.hpp>
#include <ec/db/database.hpp>
#include <ec/marketdata/provider_catalog.hpp>

#include <algorithm>
#include <random>

namespace ec::marketdata {
namespace {

// Holds the row until the transaction ends, so that one call after another is decided.
constexpr char const* hold_sql =
    "INSERT INTO provider_health (provider) VALUES ($1)"
    " ON CONFLICT (provider) DO UPDATE SET failures = provider_health.failures";
constexpr char const* load_sql =
    "SELECT failures, open_until_us, probe_until_us, last_reason, next_call_us"
    " FROM provider_health WHERE provider = $1";
constexpr char const* store_breaker_sql =
    "UPDATE provider_health SET failures = $2, open_until_us = $3, probe_until_us = $4,"
    " last_reason = $5 WHERE provider = $1";
constexpr char const* store_slot_sql =
    "UPDATE provider_health SET next_call_us = $2 WHERE provider = $1";
constexpr char const* store_success_sql =
    "UPDATE provider_health SET last_success_at_us = $2, last_latency_ms = $3 WHERE provider = $1";
constexpr char const* store_failure_sql =
    "UPDATE provider_health SET last_failure_at_us = $2 WHERE provider = $1";
constexpr char const* store_reason_sql =
    "UPDATE provider_health SET last_reason = $2 WHERE provider = $1";
constexpr char const* count_call_sql =
    "INSERT INTO provider_calls (provider, key_name, day, calls) VALUES ($1, $2, $3, 1)"
    " ON CONFLICT (provider, key_name, day) DO UPDATE SET calls = provider_calls.calls + 1"
    " WHERE provider_calls.calls < $4";
constexpr char const* list_sql =
    "SELECT provider, failures, open_until_us, probe_until_us, last_reason, last_success_at_us,"
    " last_failure_at_us, last_latency_ms FROM provider_health";
constexpr char const* calls_today_sql =
    "SELECT provider, CAST(SUM(calls) AS BIGINT) FROM provider_calls WHERE day = $1"
    " GROUP BY provider";

constexpr std::int64_t unlimited = std::int64_t{1} << 60U;

struct HealthRow {
    BreakerRecord breaker;
    Micros next_call_us = 0;
};

HealthRow hold(db::Transaction& transaction, std::string_view provider) {
    transaction.execute(hold_sql, provider);
    auto const rows = transaction.query(load_sql, provider);
    auto const row = rows.one();
    return {{static_cast<std::int32_t>(row.integer(0)), row.find_integer(1), row.find_integer(2),
             row.text(3)},
            row.integer(4)};
}

void store(db::Transaction& transaction, std::string_view provider, BreakerRecord const& record) {
    transaction.execute(store_breaker_sql, provider, std::int64_t{record.failures},
                        record.open_until_us, record.probe_until_us, record.last_reason);
}

// Up to a fifth more, so that processes that started together do not stay in step.
Micros jittered(std::int64_t interval_ms) {
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const interval_us = interval_ms * 1'000;
    return interval_us + std::uniform_int_distribution<Micros>(0, interval_us / 5)(random);
}

// A slot much further away than anybody waits was given by a clock that has since been set back.
constexpr std::int64_t set_back_ms = 600'000;

Micros next_slot(HealthRow const& row, Micros now, CallLimits const& limits) {
    auto const furthest = now + (set_back_ms + limits.max_wait_ms + limits.interval_ms) * 1'000;
    return row.next_call_us > furthest ? now : std::max(now, row.next_call_us);
}

CallSlot refused(Admission admission, std::optional<Micros> retry_at_us, std::string reason) {
    CallSlot slot;
    slot.admission = admission;
    slot.retry_at_us = retry_at_us;
    slot.last_reason = std::move(reason);
    return slot;
}

std::int64_t number_for(CallSettings::Numbers const& numbers, std::string_view provider,
                        std::int64_t otherwise) {
    auto const found = numbers.find(provider);
    return found == numbers.end() ? otherwise : found->second;
}

}  // namespace

CallLimits CallSettings::limits_of(std::string_view provider) const {
    CallLimits limits;
    limits.breaker = breaker;
    limits.max_wait_ms = max_wait_ms;
    limits.interval_ms = sec_interval_ms;
    if (auto const known = parse_provider(provider)) {
        limits.interval_ms = info_of(*known).interval_ms;
        limits.daily_calls = info_of(*known).daily_calls;
    }
    limits.interval_ms = number_for(interval_ms, provider, limits.interval_ms);
    limits.daily_calls = number_for(daily_calls, provider, limits.daily_calls);
    return limits;
}

std::string_view CallSlot::reason() const noexcept {
    switch (admission) {
        case Admission::granted:
            return "";
        case Admission::breaker_open:
            return "provider.breaker_open";
        case Admission::budget_used:
            return "provider.budget_used";
        case Admission::too_soon:
            return "provider.too_soon";
    }
    return "";
}

CallSlot ProviderHealth::acquire(CallContext const& context, std::string_view provider,
                                 std::string_view key_name, CallLimits const& limits,
                                 BreakerUse use) {
    return db::run_write(database_, context, [&](db::Transaction& transaction) {
        auto const row = hold(transaction, provider);
        auto const now = transaction.now_us();
        CircuitBreaker breaker(limits.breaker, row.breaker);
        std::optional<BreakerPass> pass = BreakerPass{};
        if (use == BreakerUse::respect) pass = breaker.try_acquire(now);
        if (!pass) {
            auto const& record = breaker.record();
            auto const until = std::max(record.open_until_us, record.probe_until_us);
            return refused(Admission::breaker_open, until, record.last_reason);
        }
        CallSlot slot;
        slot.pass = *pass;
        auto const next = next_slot(row, now, limits);
        slot.wait_us = next - now;
        if (slot.wait_us > std::min(context.remaining_us(), limits.max_wait_ms * 1'000))
            return refused(Admission::too_soon, next, "");
        auto const day = now / micros_per_day;
        auto const budget = limits.daily_calls > 0 ? limits.daily_calls : unlimited;
        if (transaction.execute(count_call_sql, provider, key_name, day, budget) == 0)
            return refused(Admission::budget_used, (day + 1) * micros_per_day, "");
        store(transaction, provider, breaker.record());
        transaction.execute(store_slot_sql, provider, next + jittered(limits.interval_ms));
        return slot;
    });
}

void ProviderHealth::record_success(CallContext const& context, std::string_view provider,
                                    std::int64_t latency_ms) {
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        CircuitBreaker breaker({}, hold(transaction, provider).breaker);
        breaker.record_success();
        store(transaction, provider, breaker.record());
        transaction.execute(store_success_sql, provider, transaction.now_us(), latency_ms);
    });
}

void ProviderHealth::record_failure(CallContext const& context, std::string_view provider,
                                    std::string_view reason, BreakerPass const& pass,
                                    CallLimits const& limits,
                                    std::optional<std::int64_t> retry_after_s) {
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        CircuitBreaker breaker(limits.breaker, hold(transaction, provider).breaker);
        auto const now = transaction.now_us();
        std::optional<Micros> named;
        if (retry_after_s) named = now + *retry_after_s * micros_per_second;
        breaker.record_failure(now, reason, pass, named);
        store(transaction, provider, breaker.record());
        transaction.execute(store_failure_sql, provider, now);
    });
}

void ProviderHealth::release(CallContext const& context, std::string_view provider,
                             std::string_view reason, BreakerPass const& pass) {
    db::run_write(database_, context, [&](db::Transaction& transaction) {
        CircuitBreaker breaker({}, hold(transaction, provider).breaker);
        breaker.release(pass);
        store(transaction, provider, breaker.record());
        if (!reason.empty()) transaction.execute(store_reason_sql, provider, reason);
    });
}

std::vector<ProviderState> ProviderHealth::list(CallContext const& context,
                                                CallSettings const& settings) const {
    std::vector<ProviderState> states;
    std::map<std::string, std::size_t, std::less<>> places;
    for (auto const& info : provider_catalog()) states.emplace_back().provider = info.name;
    states.emplace_back().provider = sec_name;
    for (std::size_t i = 0; i < states.size(); ++i) {
        places[states[i].provider] = i;
        states[i].daily_calls = settings.limits_of(states[i].provider).daily_calls;
    }
    auto transaction = database_.begin_read(context);
    auto const now = transaction.now_us();
    for (auto const row : transaction.query(list_sql)) {
        auto const place = places.find(row.text(0));
        if (place == places.end()) continue;
        auto& state = states[place->second];
        BreakerRecord const record{static_cast<std::int32_t>(row.integer(1)), row.find_integer(2),
                                   row.find_integer(3), row.text(4)};
        state.breaker = CircuitBreaker(settings.breaker, record).view(now);
        state.last_success_at_us = row.find_integer(5);
        state.last_failure_at_us = row.find_integer(6);
        state.last_latency_ms = row.find_integer(7);
    }
    for (auto const row : transaction.query(calls_today_sql, now / micros_per_day))
        if (auto const place = places.find(row.text(0)); place != places.end())
            states[place->second].calls_today = row.integer(1);
    return states;
}

std::string key_name(std::string_view key) {
    return key.empty() ? std::string() : crypto::sha256_hex(key).substr(0, 8);
}

void set_provider_gauges(Metrics& metrics, std::vector<ProviderState> const& states) {
    for (auto const& state : states) {
        Labels const labels{{"provider", state.provider}};
        metrics.set_gauge("ec_provider_breaker_open", "1 while no call goes to the provider.",
                          labels, state.breaker.state == BreakerState::open ? 1 : 0);
        metrics.set_gauge("ec_provider_calls_today",
                          "Calls to the provider since midnight UTC, under all keys.", labels,
                          static_cast<double>(state.calls_today));
        if (state.last_success_at_us)
            metrics.set_gauge("ec_provider_last_success_timestamp_seconds",
                              "When the provider last answered what was asked.", labels,
                              static_cast<double>(*state.last_success_at_us) / 1e6);
    }
}

}  // namespace ec::marketdata
