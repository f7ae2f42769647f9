#!/usr/bin/env bash
# Runs the example as its README says and checks what it claims. GYRE is the command, GYRE_HOME an empty home.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

field() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d}))' "$1"; }
result() { echo "[n['outputs']['$2'] for n in d['nodes'] if n['name'] == '$1'][0]"; }

$GYRE lint gyre.yaml
first=$($GYRE run gyre.yaml --format json)
champion=$(field "$(result value-of-champion value)" <<<"$first")
candidate=$(field "$(result value-of-candidate value)" <<<"$first")
[ "$(field "float($(result gate promote))" <<<"$first")" = 1.0 ]
python3 -c 'import sys; sys.exit(not float(sys.argv[2]) > float(sys.argv[1]))' "$champion" "$candidate"

# The same again computes nothing.
[ "$(field 'sum(n["attempts"] for n in d["nodes"])' <<<"$($GYRE run gyre.yaml --format json)")" = 0 ]
echo "banner: champion $champion, candidate $candidate, promoted"
