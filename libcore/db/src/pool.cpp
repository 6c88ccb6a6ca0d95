#include "pool.hpp"

#include <ec/base/error.hpp>
#include <ec/base/ids.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace ec::db {
namespace {

using std::chrono::steady_clock;

// 90 % .. 110 % of the interval, so that connections opened together do not end together.
std::chrono::milliseconds jittered(std::int64_t interval_s) {
    std::array<std::byte, 2> random{};
    fill_random(random);
    auto const part =
        std::to_integer<std::int64_t>(random[0]) * 256 + std::to_integer<std::int64_t>(random[1]);
    return std::chrono::milliseconds(interval_s * 900 + interval_s * 200 * part / 65'536);
}

}  // namespace

Pool::Pool(Limits limits, Open open) : limits_(limits), open_(std::move(open)) {}

std::unique_ptr<Session> Pool::begin(Access access, CallContext const& context) {
    for (;;) {
        auto session = acquire(context);
        try {
            session->begin(access, context);
            return session;
        } catch (Error const&) {
            session->rollback();
            bool const stale = session->reused && !session->usable();
            release(std::move(session));
            if (!stale) throw;
        }
    }
}

std::unique_ptr<Session> Pool::acquire(CallContext const& context) {
    context.check();
    auto const wait = std::min<std::int64_t>(limits_.wait_ms, context.remaining_us() / 1000);
    auto const until = steady_clock::now() + std::chrono::milliseconds(wait);
    for (;;) {
        std::unique_ptr<Session> session;
        {
            std::unique_lock lock(mutex_);
            ++waiting_;
            bool const free = freed_.wait_until(lock, context.stop, until, [this] {
                return !idle_.empty() || open_count_ < limits_.size;
            });
            --waiting_;
            if (!free) {
                lock.unlock();
                context.check();
                throw Error(ErrorCode::unavailable, "db.pool_exhausted",
                            "The database is busy; try again in a moment.")
                    .with_retry_after_s(1);
            }
            if (idle_.empty()) {
                ++open_count_;
            } else {
                session = std::move(idle_.back());
                idle_.pop_back();
            }
        }
        if (!session) return open_new();
        if (fit_for_use(*session)) return session;
        session.reset();
        forget();
    }
}

std::unique_ptr<Session> Pool::open_new() {
    try {
        auto session = open_();
        session->recycle_at = steady_clock::now() + jittered(limits_.recycle_s);
        return session;
    } catch (...) {
        forget();
        throw;
    }
}

bool Pool::fit_for_use(Session& session) const {
    auto const now = steady_clock::now();
    if (now >= session.recycle_at) return false;
    session.reused = true;
    if (now - session.idle_since < std::chrono::seconds(limits_.ping_idle_s)) return true;
    return session.ping();
}

void Pool::forget() noexcept {
    std::scoped_lock const lock(mutex_);
    --open_count_;
    freed_.notify_one();
}

void Pool::release(std::unique_ptr<Session> session) noexcept {
    if (!session->usable()) {
        session.reset();
        forget();
        return;
    }
    session->idle_since = steady_clock::now();
    std::scoped_lock const lock(mutex_);
    idle_.push_back(std::move(session));
    freed_.notify_one();
}

PoolState Pool::state() const {
    std::scoped_lock const lock(mutex_);
    return {open_count_, open_count_ - static_cast<std::int64_t>(idle_.size()), waiting_};
}

}  // namespace ec::db
