#!/usr/bin/env bash
# Installs what cmake/system_packages.txt names and this machine lacks.  setup.sh [build run test]
# No daemon is left running: services are denied and PostgreSQL makes no cluster while apt works.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
sets=" ${*:-build run test} "
multiarch=$(uname -m)-linux-gnu
export DEBIAN_FRONTEND=noninteractive

has_any_command() {
    local name; local -a names; IFS='|' read -ra names <<<"$1"
    for name in "${names[@]}"; do command -v "$name" >/dev/null && return 0; done
    return 1
}

present() {
    case $1 in
        command) has_any_command "$2" ;;
        header)
            local dir
            for dir in /usr/include "/usr/include/$multiarch" /usr/local/include \
                /usr/include/python3.*; do
                [ -e "$dir/$2" ] && return 0
            done
            return 1 ;;
        library) compgen -G "/usr/lib/$multiarch/$2" >/dev/null ;;
        file) [ -e "$2" ] ;;
        pymodule) /usr/bin/python3 -c "import $2" 2>/dev/null ;;
        pgserver) compgen -G "/usr/lib/postgresql/*/bin/$2" >/dev/null ;;
        *) echo "setup: unknown kind $1" >&2; exit 1 ;;
    esac
}

missing=()
while read -r set kind what packages; do
    [[ -z ${set:-} || $set == \#* ]] && continue
    [[ $sets == *" $set "* ]] || continue
    present "$kind" "$what" || missing+=("$packages")
done <"$root/cmake/system_packages.txt"
[ ${#missing[@]} -eq 0 ] && exit 0

command -v apt-get >/dev/null || {
    echo "setup: missing ${missing[*]}; this is not a Debian or Ubuntu system, install them by hand" >&2
    exit 1
}
as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(sudo)

"${as_root[@]}" apt-get update -qq
wanted=()
for alternatives in "${missing[@]}"; do
    IFS='|' read -ra options <<<"$alternatives"
    chosen=
    for option in "${options[@]}"; do
        IFS=',' read -ra names <<<"$option"
        if apt-cache show "${names[@]}" >/dev/null 2>&1; then chosen=1; wanted+=("${names[@]}"); break; fi
    done
    [ -n "$chosen" ] || { echo "setup: apt knows none of: $alternatives" >&2; exit 1; }
done
mapfile -t wanted < <(printf '%s\n' "${wanted[@]}" | sort -u)
echo "setup: installing ${wanted[*]}"

policy=/usr/sbin/policy-rc.d; made_policy=
no_cluster=/etc/postgresql-common/createcluster.d/equitycompass.conf
restore() {
    [ -n "$made_policy" ] && "${as_root[@]}" rm -f "$policy"
    "${as_root[@]}" rm -f "$no_cluster"
    return 0
}
trap restore EXIT
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"; made_policy=1
fi
"${as_root[@]}" mkdir -p "$(dirname "$no_cluster")"
echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/tmp/ec-setup.$$.log 2>&1 || {
    tail -n 15 "/tmp/ec-setup.$$.log" >&2; echo "setup: apt failed" >&2; exit 1; }
rm -f "/tmp/ec-setup.$$.log"
