#!/usr/bin/env bash
# Runs the comparison once with its small defaults, so that it never rots.
set -uo pipefail
cd "$(dirname "$0")/../.."
if benchmarks/indicators/run.sh; then echo "ok indicators beside TA-Lib"; else echo "FAIL indicators beside TA-Lib"; fi
