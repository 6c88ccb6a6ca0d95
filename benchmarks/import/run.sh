#!/usr/bin/env bash
# Import and check speed beside SQLite's own:  benchmarks/import/run.sh [SYMBOLS BARS ROUNDS]
# 5,000 symbols of 2,520 bars take about 1.5 GB in build/ for as long as it runs.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
generator=(); command -v ninja >/dev/null && generator=(-G Ninja)
# With the flags of a release.
cmake -S . -B build/bench "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DEC_BUILD_TESTS=OFF \
    -DEC_BUILD_PYTHON=OFF -DEC_BUILD_BENCHMARKS=ON >/dev/null
cmake --build build/bench --target ec_bench_import equitycompass -j "$(nproc)" >/dev/null
work=$(mktemp -d build/bench-import.XXXXXX)
trap 'rm -rf "$work"' EXIT
build/bench/bin/ec_bench_import build/bench/bin/equitycompass "$PWD/$work" "${1:-5000}" \
    "${2:-2520}" "${3:-3}"
