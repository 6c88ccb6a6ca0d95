#!/usr/bin/env bash
# Builds the benchmark's server and asks each of its routes once, so that it never rots.
set -euo pipefail
cd "$(dirname "$0")/../.."
cmake --preset dev -DEC_BUILD_BENCHMARKS=ON >/dev/null
cmake --build build/dev --target ec_bench_http_server >/dev/null
port=7217
build/dev/bin/ec_bench_http_server $port 1 &
pid=$!
trap 'kill $pid 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    curl -fs -o /dev/null "http://localhost:$port/api/health" && break
    sleep 0.05
done
for path in /api/health /logged /pooled; do
    curl -fs "http://localhost:$port$path" | grep -q '"healthy"' && echo "ok $path" || echo "FAIL $path"
done
kill -TERM $pid
wait $pid && echo "ok the server ends with 0 on SIGTERM" || echo "FAIL exit code $?"
