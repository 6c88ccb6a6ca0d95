#include <ec/db/database.hpp>

#include "engines.hpp"

#include <ec/base/ids.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string_view>

namespace ec::db {

std::unique_ptr<Database> open_database(Settings const& settings) {
    constexpr std::string_view sqlite = "sqlite:///";
    if (settings.url.starts_with(sqlite))
        return open_sqlite(settings, settings.url.substr(sqlite.size()));
    if (settings.url.starts_with("postgresql://") || settings.url.starts_with("postgres://"))
        return open_postgresql(settings);
    throw Error(ErrorCode::invalid_input, "db.url",
                "The database URL is of no known form. Use sqlite:////absolute/path or "
                "postgresql://user@host/name.");
}

namespace detail {

bool wait_before_retry(Error const& error, int attempt, CallContext const& context) {
    constexpr int max_attempts = 5;
    auto const& reason = error.reason();
    bool const transient =
        reason == "db.serialization" || reason == "db.deadlock" || reason == "db.busy";
    if (!transient || attempt >= max_attempts || context.stop.stop_requested()) return false;

    std::array<std::byte, 1> random{};
    fill_random(random);
    // 2, 4, 8, 16 ms and as much again at random: two that collided should not collide again.
    std::int64_t const base_us = 1'000LL << attempt;
    std::int64_t const wait_us = base_us + base_us * std::to_integer<int>(random[0]) / 256;
    if (context.remaining_us() <= wait_us) return false;
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_for(lock, context.stop, std::chrono::microseconds(wait_us), [] { return false; });
    return true;
}

}  // namespace detail
}  // namespace ec::db
