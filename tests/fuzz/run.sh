#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs each:  tests/fuzz/run.sh
# The corpus and 2,000 inputs made from a fixed seed, so that a test run finds what the last one
# found. With EC_SOAK=1 a million inputs (EC_FUZZ_RUNS) from a random seed.
# Prints "ok fuzz.NAME" or "FAIL fuzz.NAME"; a crashing input is kept in build/fuzz/crashes/.
set -uo pipefail
cd "$(dirname "$0")/../.."
clang=
for version in -16 -17 -18 -19 ""; do
    command -v "clang++$version" >/dev/null && { clang=$version; break; }
done
generator=(); command -v ninja >/dev/null && generator=(-G Ninja)
cmake -S . -B build/fuzz "${generator[@]}" -DCMAKE_C_COMPILER="clang$clang" \
    -DCMAKE_CXX_COMPILER="clang++$clang" -DCMAKE_BUILD_TYPE=None \
    -DCMAKE_CXX_FLAGS="-O1 -g1 -fsanitize=fuzzer-no-link" \
    -DCMAKE_C_FLAGS="-O1 -g1 -fsanitize=fuzzer-no-link" \
    "-DEC_SANITIZE=address;undefined" -DEC_BUILD_FUZZERS=ON -DEC_BUILD_PYTHON=OFF >build/fuzz.log 2>&1 &&
    cmake --build build/fuzz --target ec_fuzzers -j "$(nproc)" >>build/fuzz.log 2>&1 || {
    tail -n 30 build/fuzz.log; echo "FAIL fuzz.build"; exit 1; }

mkdir -p build/fuzz/crashes
limits=(-runs=2000 -seed=20210331); work_kept=
[ "${EC_SOAK:-0}" = 1 ] && { limits=(-runs="${EC_FUZZ_RUNS:-1000000}"); work_kept=1; }
failed=0
for program in build/fuzz/fuzz/ec_fuzz_*; do
    name=${program##*/ec_fuzz_}
    found=build/fuzz/corpus/$name
    [ -n "$work_kept" ] || rm -rf "$found"
    mkdir -p "$found"
    if "$program" "${limits[@]}" -max_len=32768 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/crashes/$name-" "$found" "tests/fuzz/corpus/$name" \
        >"build/fuzz/$name.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: //p' "build/fuzz/$name.log")
        echo "ok fuzz.$name"
        echo "soak: fuzz $name: $runs inputs, no finding"
    else
        tail -n 30 "build/fuzz/$name.log"
        echo "FAIL fuzz.$name"
        failed=1
    fi
done
exit $failed
