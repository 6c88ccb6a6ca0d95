#!/usr/bin/env bash
# Runs the comparison once with 40 symbols, so that it never rots.
set -uo pipefail
cd "$(dirname "$0")/../.."
cmake --preset dev -DEC_BUILD_BENCHMARKS=ON >/dev/null &&
    cmake --build build/dev --target ec_bench_import equitycompass >/dev/null || exit 1
work=$(mktemp -d build/bench-import.XXXXXX)
trap 'rm -rf "$work"' EXIT
if build/dev/bin/ec_bench_import build/dev/bin/equitycompass "$PWD/$work" 40 2520 1; then
    echo "ok import beside raw inserts"
else
    tail -n 5 "$work/log"; echo "FAIL import beside raw inserts"
fi
