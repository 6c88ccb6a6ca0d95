#!/usr/bin/env bash
# Requests per second of the HTTP layer beside nginx's `return 200` with the same body, in turn
# within each round, medians of the rounds:  benchmarks/http/run.sh [ROUNDS] [SECONDS]
# Needs wrk and nginx.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-3} seconds=${2:-5} threads=2 conns=64
server=build/dev/bin/ec_bench_http_server
cmake --preset dev -DEC_BUILD_BENCHMARKS=ON >/dev/null
cmake --build build/dev --target ec_bench_http_server >/dev/null
work=$(mktemp -d)
pids=()
cleanup() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait; rm -rf "$work"; }
trap cleanup EXIT

cat >"$work/nginx.conf" <<CONF
worker_processes $threads;
daemon off;
pid $work/nginx.pid;
error_log $work/error.log crit;
events { worker_connections 1024; }
http {
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c;
    uwsgi_temp_path $work/d; scgi_temp_path $work/e;
    server {
        listen 127.0.0.1:7214 reuseport;
        default_type application/json;
        location = /api/health {
            return 200 '{"success":true,"data":{"status":"healthy"},"message":"Success","timestamp":"2026-01-01T00:00:00.000000Z"}';
        }
    }
}
CONF
nginx -c "$work/nginx.conf" -p "$work" 2>/dev/null & pids+=($!)
"$server" 7215 $threads & pids+=($!)
for port in 7214 7215; do
    until curl -fs -o /dev/null "http://localhost:$port/api/health"; do sleep 0.05; done
done

# name|url
targets=("nginx return 200|http://localhost:7214/api/health"
         "inline|http://localhost:7215/api/health"
         "inline, access log|http://localhost:7215/logged"
         "worker pool|http://localhost:7215/pooled")
for ((round = 0; round < rounds; round++)); do
    for i in "${!targets[@]}"; do
        wrk -t$threads -c$conns -d"${seconds}s" --latency "${targets[$i]#*|}" >"$work/out"
        if grep -q "Non-2xx\|Socket errors" "$work/out"; then cat "$work/out"; exit 1; fi
        awk '/Requests\/sec/ {r=$2} $1=="50%" {a=$2} $1=="99%" {b=$2} END {print r, a, b}' \
            "$work/out" >>"$work/$i"
    done
done
median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
base=$(cut -d' ' -f1 "$work/0" | median)
printf '%-20s %12s %10s   %s\n' target requests/s "x nginx" "p50/p99 of each round"
for i in "${!targets[@]}"; do
    rate=$(cut -d' ' -f1 "$work/$i" | median)
    printf '%-20s %12.0f %10.2f   %s\n' "${targets[$i]%%|*}" "$rate" \
        "$(awk "BEGIN{print $rate/$base}")" "$(awk '{printf "%s/%s ", $2, $3}' "$work/$i")"
done
