#!/usr/bin/env bash
# Indicators beside TA-Lib and a memory copy:  benchmarks/indicators/run.sh [SYMBOLS BARS ROUNDS LABEL]
# TA-Lib's C sources are those of the npm package talib 1.1.6, fetched once into build/talib and
# checked against its digest. EC_BENCH_FULL=1 takes 1,000 symbols instead of 60.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
generator=(); command -v ninja >/dev/null && generator=(-G Ninja)
digest=7587779fcf8d798b85e065a80e0625ce099fd38e71e00cb3c886f60c6d75586d

if [ ! -d build/talib/package ]; then
    mkdir -p build/talib
    (cd build/talib && npm pack --silent talib@1.1.6 >/dev/null)
    echo "$digest  build/talib/talib-1.1.6.tgz" | sha256sum --check --quiet
    tar -xzf build/talib/talib-1.1.6.tgz -C build/talib
fi
# Both sides with the flags of a release.
cmake -S . -B build/bench "${generator[@]}" -DCMAKE_BUILD_TYPE=Release -DEC_BUILD_TESTS=OFF \
    -DEC_BUILD_PYTHON=OFF -DEC_BUILD_BENCHMARKS=ON -DEC_TALIB_DIR="$PWD/build/talib/package" \
    >/dev/null
cmake --build build/bench --target ec_bench_indicators -j "$(nproc)" >/dev/null
symbols=60; rounds=5
if [ "${EC_BENCH_FULL:-0}" = 1 ]; then symbols=1000; rounds=7; fi
exec build/bench/bin/ec_bench_indicators "${1:-$symbols}" "${2:-2500}" "${3:-$rounds}" "${4:-}"
