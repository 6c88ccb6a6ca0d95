#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs each:  tests/fuzz/run.sh [NAME...]
# The corpus and 2,000 inputs made from a fixed seed, so that a test run finds what the last one
# found. With EC_SOAK=1 a million inputs (EC_FUZZ_RUNS) from random seeds; one that was ended goes
# on where it was. As many targets at once as there are cores. Prints "ok fuzz.NAME" or
# "FAIL fuzz.NAME" and the inputs; a crashing input is kept in build/fuzz/crashes/. Writes the
# figure of proof 3.6.
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

parsers="yahoo eastmoney_kline tencent_quote tencent_kline sina_quote tushare alpha_vantage
    finnhub_quote twelve_data company_facts facts_csv price_csv"
mkdir -p build/fuzz/crashes build/fuzz/done

# Recorded answers behind each selector byte that the target knows.
recorded_seeds() {  # recorded_seeds NAME FOLDER
    local file byte
    for file in tests/data/providers/"${1%_quote}"_* tests/data/providers/"$1"_*; do
        case $file in *.csv | *'*') continue ;; esac
        for byte in 0 1 2; do
            { printf "\\x0$byte"; cat "$file"; } >"$2/recorded_$byte.$(basename "$file")"
        done
    done
    case $1 in
        company_facts) cp tests/data/fundamentals/*_companyfacts.json "$2" ;;
        facts_csv) cp tests/data/fundamentals/AAPL_2020.csv "$2" ;;
        price_csv)
            for file in tests/data/malformed/*.csv tests/data/malformed/csv_spectrum/*.csv; do
                { printf '\x00'; cat "$file"; } >"$2/recorded_$(basename "$file")"
            done ;;
    esac
}

dictionary() {
    case $1 in
        tencent_quote | sina_quote) echo quote ;;
        facts_csv | price_csv) echo csv ;;
        yahoo | eastmoney_kline | tencent_kline | tushare | alpha_vantage | finnhub_quote | \
            twelve_data | company_facts) echo json ;;
    esac
}

run_inputs() {  # run_inputs NAME LIMIT...
    local name=$1 seeds=build/fuzz/seeds/$1 list
    shift
    rm -rf "$seeds"; mkdir -p "build/fuzz/corpus/$name" "$seeds"
    recorded_seeds "$name" "$seeds"
    list=$(dictionary "$name")
    "build/fuzz/fuzz/ec_fuzz_$name" "$@" -max_len=32768 -timeout=10 -print_final_stats=1 \
        ${list:+-dict=tests/fuzz/dictionaries/$list.dict} \
        -artifact_prefix="build/fuzz/crashes/$name-" "build/fuzz/corpus/$name" \
        "tests/fuzz/corpus/$name" "$seeds" >"build/fuzz/$name.log" 2>&1
}

executed() { sed -n 's/^stat::number_of_executed_units: //p' "build/fuzz/$1.log"; }

# A million inputs in parts. What a part has done is kept beside the digest of its program, so that
# a soak that was ended goes on with the next part, and another program begins anew.
soak_inputs() {  # soak_inputs NAME: sets runs
    local name=$1 kept=build/fuzz/done/$1 wanted=${EC_FUZZ_RUNS:-1000000} program part
    program=$(sha256sum <"build/fuzz/fuzz/ec_fuzz_$name")
    runs=0
    [ "$(cut -f1 "$kept" 2>/dev/null)" = "$program" ] && runs=$(cut -f2 "$kept")
    while [ "$runs" -lt "$wanted" ]; do
        part=$((wanted - runs < 50000 ? wanted - runs : 50000))
        run_inputs "$name" -runs=$part || return 1
        runs=$((runs + $(executed "$name")))
        printf '%s\t%s\n' "$program" "$runs" >"$kept"
    done
}

run_target() {  # run_target NAME: its lines on standard output
    local name=$1 runs=0 ok=1
    if [ "${EC_SOAK:-0}" = 1 ]; then
        soak_inputs "$name" || ok=
    else
        rm -rf "build/fuzz/corpus/$name"
        run_inputs "$name" -runs=2000 -seed=20210331 || ok=
        runs=$(executed "$name")
    fi
    if [ -n "$ok" ]; then
        printf 'ok fuzz.%s\nsoak: fuzz %s: %s inputs, no finding\n' "$name" "$name" "$runs"
    else
        tail -n 30 "build/fuzz/$name.log"
        echo "FAIL fuzz.$name"
    fi
}

proof() {  # the figure of 3.6 from the lines of this run
    local name runs text= soaked
    for name in $parsers; do
        runs=$(sed -n "s/^soak: fuzz $name: \([0-9]*\) inputs, no finding/\1/p" build/fuzz/lines)
        text+="${text:+, }$name ${runs:-FAILED}"
    done
    soaked=$(awk '/^## / { on = index($0, "## fuzz at commit ") == 1; if (on) head = substr($0, 9) }
        on && /^- fuzz / { sub(/^- fuzz /, ""); list = list (list ? ", " : "") $0 }
        END { if (list) print "; soak " head ": " list }' tests/soak/RESULTS.md 2>/dev/null)
    echo "inputs of this run under ASan and UBSan without a finding: $text$soaked" \
        >"$EC_PROOFS_DIR/3.6"
}

export -f run_target run_inputs soak_inputs recorded_seeds dictionary executed
if [ $# -eq 0 ]; then
    for program in build/fuzz/fuzz/ec_fuzz_*; do set -- "$@" "${program##*/ec_fuzz_}"; done
fi
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 bash -c 'run_target "$0"' | tee build/fuzz/lines
[ -n "${EC_PROOFS_DIR:-}" ] && proof
! grep -q '^FAIL ' build/fuzz/lines
