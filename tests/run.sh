# The test driver, sourced by ./dev. Every part prints its own output to build/test-logs/PART.log
# and adds to the counts; the proofs' figures are collected in build/proofs.
passed=0 failed=0 skipped=0
logs=$root/build/test-logs
export EC_PROOFS_DIR=$root/build/proofs

tool() {  # the newest of TOOL-19 .. TOOL-16, TOOL
    local version
    for version in 19 18 17 16; do
        command -v "$1-$version" >/dev/null && { echo "$1-$version"; return; }
    done
    echo "$1"
}

count() {  # count PART PASSED FAILED SKIPPED
    passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
    printf '  %-34s %5d passed %4d failed %4d skipped  %4d s\n' "$1" "$2" "$3" "$4" "$((SECONDS - started))"
}

# Runs a Boost.Test program and counts its cases.
boost_program() {  # boost_program NAME PROGRAM [ARGS...]
    local name=$1 log=$logs/$1.log rc=0 started=$SECONDS
    shift
    "$@" --report_level=short >"$log" 2>&1 || rc=$?
    local ok bad
    ok=$(sed -n 's/.* \([0-9]*\) test cases\? out of [0-9]* passed.*/\1/p' "$log" | tail -n1)
    bad=$(sed -n 's/.* \([0-9]*\) test cases\? out of [0-9]* failed.*/\1/p' "$log" | tail -n1)
    ok=${ok:-0} bad=${bad:-0}
    [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$rc" -eq 0 ] && [ "$ok" -eq 0 ] && bad=1
    count "$name" "$ok" "$bad" 0
    [ "$bad" -eq 0 ] || tail -n 40 "$log"
}

# Runs a script that prints one line per check: "ok NAME", "FAIL NAME" or "skip NAME".
script_part() {  # script_part NAME COMMAND...
    local name=$1 log=$logs/$1.log rc=0 started=$SECONDS
    shift
    "$@" >"$log" 2>&1 || rc=$?
    local ok bad skip
    ok=$(grep -c '^ok ' "$log") bad=$(grep -c '^FAIL ' "$log") skip=$(grep -c '^skip ' "$log") || true
    [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$rc" -eq 0 ] && [ "$ok" -eq 0 ] && bad=1
    count "$name" "$ok" "$bad" "$skip"
    [ "$bad" -eq 0 ] || { grep '^FAIL ' "$log" | head -n 20; tail -n 25 "$log"; }
}

pytest_part() {  # pytest_part NAME ARGS...
    local name=$1 log=$logs/$1.log rc=0 started=$SECONDS
    shift
    /usr/bin/python3 -m pytest -q -p no:cacheprovider "$@" >"$log" 2>&1 || rc=$?
    local last ok bad skip
    last=$(tail -n 1 "$log")
    ok=$(grep -oE '[0-9]+ passed' <<<"$last" | cut -d' ' -f1)
    bad=$(grep -oE '[0-9]+ (failed|error)' <<<"$last" | cut -d' ' -f1 | head -n1)
    skip=$(grep -oE '[0-9]+ skipped' <<<"$last" | cut -d' ' -f1)
    ok=${ok:-0} bad=${bad:-0} skip=${skip:-0}
    [ "$rc" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    count "$name" "$ok" "$bad" "$skip"
    [ "$bad" -eq 0 ] || tail -n 40 "$log"
}

# What a part needs must be there: a part that cannot run has failed.
need() {  # need PART FILE
    [ -e "$2" ] && return
    local started=$SECONDS
    count "$1" 0 1 0
    echo "    $2 is missing"
    return 1
}

unit_programs() {
    local program
    for program in "build/$1"/tests/ec_*_tests; do
        case $program in *_storage_tests | *_http_tests) ;; *) echo "$program" ;; esac
    done
}

part_unit() {
    local program
    while read -r program; do boost_program "unit.$(basename "$program")" "$program"; done \
        < <(unit_programs dev)
}

storage_program() {  # storage_program PRESET LABEL
    boost_program "$2" "build/$1/tests/ec_storage_tests"
}

part_storage() { storage_program dev storage; }
part_http() { boost_program http build/dev/tests/ec_http_tests; }
part_cli() { script_part cli tests/cli/run.py build/dev/bin; }
part_providers() { script_part providers tests/providers/run.py build/dev/bin; }
part_api() { script_part api tests/http/api.py build/dev/bin; }
part_python() {
    need python build/dev/python || return 0
    PYTHONPATH=$root/build/dev/python pytest_part python tests/python
}
part_web() { script_part web tests/web/run.sh build/dev/bin; }
part_start() { script_part start tests/start/run.sh; }
part_style() { script_part style tests/style/run.py; }
part_install() { script_part install tests/install/run.sh; }
part_bench() {
    local script
    for script in benchmarks/*/smoke.sh; do
        script_part "bench.$(basename "$(dirname "$script")")" "$script"
    done
}

part_asan() {
    build asan-ubsan ec_test_programs >"$logs/asan-build.log" 2>&1 || {
        started=$SECONDS; tail -n 20 "$logs/asan-build.log"; count asan.build 0 1 0; return; }
    export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1
    export LSAN_OPTIONS=suppressions=$root/tests/support/lsan_suppressions.txt:print_suppressions=0
    local program
    while read -r program; do boost_program "asan.$(basename "$program")" "$program"; done \
        < <(unit_programs asan-ubsan)
    storage_program asan-ubsan asan.storage
    boost_program asan.http build/asan-ubsan/tests/ec_http_tests
}

part_fuzz() { script_part fuzz tests/fuzz/run.sh; }

part_tsan() {
    build tsan ec_test_programs >"$logs/tsan-build.log" 2>&1 || {
        started=$SECONDS; tail -n 20 "$logs/tsan-build.log"; count tsan.build 0 1 0; return; }
    export TSAN_OPTIONS=halt_on_error=0:second_deadlock_stack=1
    local program
    for program in base http_client jobs llm reports marketdata; do
        boost_program "tsan.$program" "build/tsan/tests/ec_${program}_tests"
    done
    storage_program tsan tsan.storage
    boost_program tsan.http build/tsan/tests/ec_http_tests
}

# A proof's figure, from one part or several ("2.3", "2.3.model").
proof_text() {
    local text; text=$(cat "$EC_PROOFS_DIR/$1" "$EC_PROOFS_DIR/$1".* 2>/dev/null | paste -sd';' || true)
    echo "${text:-not yet}"
}

print_proofs() {
    local id title
    echo "Proofs"
    while IFS='|' read -r id title; do
        printf '  %-4s %s\n         %s\n' "$id" "$title" "$(proof_text "$id")"
    done <"$root/tests/proofs.txt"
}

# Long counts. Each part's section of tests/soak/RESULTS.md is replaced by the figures of this run.
soak_parts="unit storage tsan fuzz"

soak_section() {  # soak_section PART: as it stands in the file
    awk -v head="## $1 " 'index($0, "## ") == 1 { on = index($0, head) == 1 } on' \
        tests/soak/RESULTS.md 2>/dev/null
}

soak_figures() {  # soak_figures PART PASSED_BEFORE FAILED_BEFORE
    echo "## $1 at commit $(git rev-parse --short HEAD), $(date -u +%Y-%m-%d), $(nproc) cores"
    echo
    echo "- $((passed - $2)) passed, $((failed - $3)) failed"
    grep -hoE '^soak: .*' "$logs"/*.log | sed 's/^soak: /- /'
    local proof
    for proof in "$EC_PROOFS_DIR"/*; do
        [ -e "$proof" ] && echo "- proof $(basename "$proof"): $(cat "$proof")"
    done
    echo
}

run_soak() {  # run_soak [PART]
    export EC_SOAK=1
    local name section new=build/soak
    mkdir -p "$new"
    for name in ${1:-$soak_parts}; do
        local before=$passed broken=$failed
        rm -f "$logs"/*.log "$EC_PROOFS_DIR"/*
        "part_$name"
        soak_figures "$name" "$before" "$broken" >"$new/$name"
    done
    {
        printf '# Soak results\n\nWritten by `./dev test soak [PART]`.\n\n'
        for name in $soak_parts; do
            case " ${1:-$soak_parts} " in
                *" $name "*) cat "$new/$name" ;;
                *) soak_section "$name" ;;
            esac
        done
    } >"$new/RESULTS.md"
    mv "$new/RESULTS.md" tests/soak/RESULTS.md
}

run_tests() {
    local parts
    mkdir -p "$logs" tests/soak; rm -rf "$EC_PROOFS_DIR"; mkdir -p "$EC_PROOFS_DIR"; rm -f "$logs"/*.log
    cmake/setup.sh
    build dev >"$root/build/build-dev.log" 2>&1 || { grep -E 'error|FAILED' -A5 build/build-dev.log | head -n 60; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
    build_web >"$root/build/build-web.log" 2>&1 || { tail -n 40 build/build-web.log; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
    case $1 in
        all) parts="style unit storage http api cli providers python start web install bench fuzz asan" ;;
        quick) parts="style unit http api cli providers python" ;;
        soak) run_soak "${3:-}"; parts= ;;
        *) declare -F "part_$1" >/dev/null || { echo "no such part: $1" >&2; exit 2; }; parts=$1 ;;
    esac
    local part
    for part in $parts; do "part_$part" || true; done
    [ "$1" = all ] && print_proofs
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
}

run_lint() {
    cmake/setup.sh
    git ls-files '*.cpp' '*.hpp' | xargs "$(tool clang-format)" --dry-run -Werror
    mkdir -p build; configure dev
    git ls-files 'libcore/*.cpp' 'apps/*.cpp' | xargs -P "$jobs" -n 4 "$(tool clang-tidy)" -p build/dev --quiet
    [ -f apps/web/package.json ] && (cd apps/web && npm run --silent lint)
    echo "lint clean"
}
