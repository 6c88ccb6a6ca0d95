#!/usr/bin/env bash
# The web part: unit tests of the application, then a reader's journey in headless Chromium
# against the real server on a fresh sample store.  usage: tests/web/run.sh BIN_DIR
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=$(cd "${1:-build/dev/bin}" && pwd)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/ec-web.XXXXXX")
servers=()
cleanup() {
    [ "${#servers[@]}" -eq 0 ] || kill "${servers[@]}" 2>/dev/null || true
    rm -rf "$scratch"
}
trap cleanup EXIT

serve() {  # serve NAME [INIT_OPTIONS...]  sets address and server
    local name=$1 tries=0
    shift
    EC_DATA_DIR="$scratch/$name" "$bin/equitycompass" init-db "$@" >"$scratch/$name.init" 2>&1
    EC_DATA_DIR="$scratch/$name" "$bin/equitycompass-server" --config config/development.toml \
        --port 0 --web-root build/web/dist >"$scratch/$name.log" 2>&1 &
    server=$!
    servers+=("$server")
    until address=$(grep -om1 'http://127\.0\.0\.1:[0-9]*' "$scratch/$name.log"); do
        tries=$((tries + 1))
        [ "$tries" -lt 150 ] || { echo "FAIL server_starts"; cat "$scratch/$name.log"; exit 1; }
        sleep 0.2
    done
}

if (cd apps/web && npm run --silent test) >"$scratch/vitest.log" 2>&1; then
    echo "ok unit_tests"
else
    echo "FAIL unit_tests"
    cat "$scratch/vitest.log"
fi

serve empty --empty
empty_address=$address
serve sample
sample_address=$address sample_server=$server

# The journey stops the sample server itself, at its end, to see what a page says then.
EC_SAMPLE_URL=$sample_address EC_EMPTY_URL=$empty_address EC_SAMPLE_SERVER=$sample_server \
    EC_SCREENSHOT_DIR=$PWD/build/screenshots node tests/web/journey.mjs
