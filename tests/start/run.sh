#!/usr/bin/env bash
# ./dev run as a newcomer types it: the first start makes the sample store, the second one must
# lead to a page within 5 s. The figure of a machine's very first ./dev run is in build/first-run.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
work=$(mktemp -d)
trap 'kill "${server:-}" 2>/dev/null; rm -rf "$work"' EXIT
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

now_ms() { date +%s%3N; }

start() {  # start NAME: milliseconds from the command to the page, in $took
    local began; began=$(now_ms)
    EC_DATA_DIR=$work/data ./dev run --port "$port" >"$work/$1.log" 2>&1 & server=$!
    until curl -fsS "http://127.0.0.1:$port/" 2>/dev/null | grep -qi '<html'; do
        kill -0 "$server" 2>/dev/null || { cat "$work/$1.log"; echo "FAIL $1: ended"; exit 1; }
        sleep 0.05
    done
    took=$(($(now_ms) - began))
    until grep -q 'press Replay' "$work/$1.log"; do sleep 0.05; done
    kill -TERM "$server"
    wait "$server" || { cat "$work/$1.log"; echo "FAIL $1: exit code $?"; exit 1; }
    echo "ok $1"
}

seconds() { printf '%d.%d s' "$(($1 / 1000))" "$(($1 % 1000 / 100))"; }

start first_start_makes_the_store
first=$took
start second_start
[ "$took" -lt 5000 ] || { echo "FAIL second start under 5 s: $(seconds "$took")"; exit 1; }
[ -z "${EC_PROOFS_DIR:-}" ] && exit 0
{
    if [ -e build/first-run ]; then cat build/first-run; else
        grep -h '^- fresh machine' tests/soak/RESULTS.md 2>/dev/null | sed 's/^- //' ||
            echo "first ./dev run on an empty machine: not made here"
    fi
    echo "second start $(seconds "$took") (with a new store $(seconds "$first"))"
} | paste -sd';' >"$EC_PROOFS_DIR/2.1"
