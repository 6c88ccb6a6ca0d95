#pragma once

#include <ec/base/clock.hpp>
#include <ec/base/metrics.hpp>

#include <http/client_address.hpp>
#include <http/origin_policy.hpp>
#include <http/rate_limiter.hpp>
#include <http/server.hpp>
#include <http/worker_pool.hpp>

#include "connection_book.hpp"

#include <stop_token>
#include <string>

namespace ec::http {

/// What all threads of one server read. Only the atomics, the limiter, the book and the pool
/// change after start, each thread-safe by itself.
struct Shared {
    Shared(ServerSettings given, Router table, Metrics& sink, Clock const& time, Lifecycle& life);

    ServerSettings const settings;
    Router const router;
    Metrics& metrics;
    Clock const& clock;
    Lifecycle& lifecycle;
    OriginPolicy const origins;
    TrustedProxies const trusted;
    std::string const security;
    RateLimiter limiter;
    ConnectionBook book;
    std::stop_source stop;
    GaugeSeries const connections;
    GaugeSeries const in_flight;
    WorkerPool pool;  // last: its tasks use everything above
};

}  // namespace ec::http
