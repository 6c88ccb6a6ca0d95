#!/usr/bin/env bash
# Installs build/dev into an empty prefix and uses it as another project would.
# Prints "ok install.NAME" or "FAIL install.NAME: why".
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/prefix log=$work/log failed=0

check() {  # check NAME COMMAND...: the command says why on its last line
    local name=$1
    shift
    if "$@" >"$log" 2>&1; then
        echo "ok install.$name"
    else
        tail -n 20 "$log"
        echo "FAIL install.$name: $(tail -n 1 "$log")"
        failed=1
    fi
}

seed() { find "$prefix/share/equitycompass/seed" -type f -printf '%P\n' | sort; }

marked() {  # marked yes|no: the files whose column "doubtful" says so
    awk -F, -v mark="$1" 'NR > 1 && $2 == mark { print $1 }' schema/seed/provenance.csv | sort
}

doubtful_left_out() {
    local found
    [ -n "$(marked yes)" ] || { echo "provenance.csv marks nothing as doubtful"; return 1; }
    found=$(comm -12 <(seed) <(marked yes))
    [ -z "$found" ] || { echo "installed although doubtful:" $found; return 1; }
}

clear_installed() {
    local missing
    [ -n "$(marked no)" ] || { echo "provenance.csv marks nothing as clear"; return 1; }
    missing=$(comm -13 <(seed) <(marked no))
    [ -z "$missing" ] || { echo "not installed:" $missing; return 1; }
}

only_listed_installed() {
    local extra
    extra=$(comm -23 <(seed) <({ marked no; echo PROVENANCE.md; echo provenance.csv; } | sort))
    [ -z "$extra" ] || { echo "installed without provenance:" $extra; return 1; }
}

version_runs() {
    local said want
    want=$(sed -n 's/^project(EquityCompass VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
    said=$(cd "$work" && "$prefix/bin/equitycompass" --version) || { echo "it failed"; return 1; }
    [[ -n $want && $said == *"$want"* ]] || { echo "said '$said', not $want"; return 1; }
}

package_is_free_of_the_tree() {
    ! grep -rnF "$root" "$prefix"/lib*/cmake
}

headers_installed() {
    local source missing
    source=$(cd libcore && find . -path './*/include/*.hpp' | sed 's|^./[^/]*/include/||' | sort)
    missing=$(comm -23 <(echo "$source") <(find "$prefix/include" -type f -printf '%P\n' | sort))
    [ -z "$missing" ] || { echo "not installed:" $missing; return 1; }
}

consumer_configures() {
    local generator=(); command -v ninja >/dev/null && generator=(-G Ninja)
    cmake -S tests/install/consumer -B "$work/consumer" "${generator[@]}" \
        -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_FLAGS=-O0
}

consumer_answers() {
    local said
    said=$("$work/consumer/consumer") || { echo "it failed: $said"; return 1; }
    [ "$said" = "hk 4.5 audited" ] || { echo "said '$said', not 'hk 4.5 audited'"; return 1; }
}

check prefix cmake --install build/dev --prefix "$prefix"
check headers headers_installed
check seed.doubtful doubtful_left_out
check seed.clear clear_installed
check seed.listed only_listed_installed
check version version_runs
check package.paths package_is_free_of_the_tree
check consumer.configure consumer_configures
check consumer.build cmake --build "$work/consumer"
check consumer.run consumer_answers
exit "$failed"
