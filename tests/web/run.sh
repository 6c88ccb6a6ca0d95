#!/usr/bin/env bash
# The web part: unit tests of the application, then a reader's journey in headless Chromium
# against the real server on a fresh sample store.  usage: tests/web/run.sh BIN_DIR
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(cd "${1:-build/dev/bin}" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ec-web.XXXXXX")
servers=() clock=()
cleanup() {
    [ "${#servers[@]}" -eq 0 ] || kill "${servers[@]}" 2>/dev/null || true
    rm -rf "$scratch"
}
trap cleanup EXIT

serve() {  # serve NAME CONFIG [INIT_OPTIONS...]  sets address and server; the array clock goes before programs
    local name=$1 config=$2
    shift 2
    EC_DATA_DIR="$scratch/$name" "${clock[@]}" "$bin/equitycompass" --config "$config" init-db "$@" \
        >"$scratch/$name.init" 2>&1
    EC_DATA_DIR="$scratch/$name" "${clock[@]}" "$bin/equitycompass-server" --config "$config" \
        --port 0 --web-root build/web/dist >"$scratch/$name.log" 2>&1 &
    server=$!
    servers+=("$server")
    read_address "$scratch/$name.log"
}

read_address() {  # read_address LOG  waits for an address in it
    local tries=0
    until address=$(grep -om1 'http://127\.0\.0\.1:[0-9]*' "$1" 2>/dev/null); do
        tries=$((tries + 1))
        [ "$tries" -lt 150 ] || { echo "FAIL server_starts"; cat "$1"; exit 1; }
        sleep 0.2
    done
}

if (cd apps/web && npm run --silent test) >"$scratch/vitest.log" 2>&1; then
    echo "ok unit_tests"
else
    echo "FAIL unit_tests"
    cat "$scratch/vitest.log"
fi

serve empty config/development.toml --empty
empty_address=$address
serve sample config/development.toml
sample_address=$address sample_server=$server

# An evening of 2026, after New York has closed, with a stand-in for every provider.
python3 tests/providers/stub.py 2026-03-20 >"$scratch/stub.log" 2>&1 &
servers+=("$!")
read_address "$scratch/stub.log"
stub_address=$address
{
    printf 'environment = "development"\n[jobs]\nworkers = 1\n[providers]\norder_us = ["yahoo", "twelve_data"]\n'
    for key in interval_ms endpoints; do
        echo "[providers.$key]"
        for name in yahoo eastmoney_kline tencent_quote tencent_kline sina_quote tushare \
            alpha_vantage finnhub_quote twelve_data; do
            [ "$key" = interval_ms ] && echo "$name = 0" || echo "$name = \"$stub_address/$name\""
        done
    done
} >"$scratch/live.toml"
# The library itself, since the program around it would outlive the signal that ends a server.
clock=(env TZ=UTC FAKETIME="@2026-03-20 22:30:00" FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1
    LD_PRELOAD="$(faketime -f +0 printenv LD_PRELOAD)")
serve live "$scratch/live.toml"

# The journey stops the sample server itself, at its end, to see what a page says then.
EC_SAMPLE_URL=$sample_address EC_EMPTY_URL=$empty_address EC_SAMPLE_SERVER=$sample_server \
    EC_LIVE_URL=$address EC_STUB_URL=$stub_address \
    EC_SCREENSHOT_DIR=$PWD/build/screenshots node tests/web/journey.mjs
