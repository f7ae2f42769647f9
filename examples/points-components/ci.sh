#!/usr/bin/env bash
# Runs the example as its README says and checks what it claims. GYRE is the command, GYRE_HOME an empty home.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

field() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d}))' "$1"; }

$GYRE lint gyre.yaml
$GYRE component list
$GYRE component show summary
first=$($GYRE run gyre.yaml --format json)
accuracy='[n["outputs"]["accuracy"] for n in d["nodes"] if n["name"] == "evaluate"][0]'
first_accuracy=$(field "$accuracy" <<<"$first")
python3 -c 'import sys; sys.exit(not float(sys.argv[1]) > 0.8)' "$first_accuracy"

# The same again computes nothing.
second=$($GYRE run gyre.yaml --format json)
[ "$(field 'sum(n["attempts"] for n in d["nodes"])' <<<"$second")" = 0 ]
[ "$(field "$accuracy" <<<"$second")" = "$first_accuracy" ]
echo "points-components: accuracy $first_accuracy, the second start from the cache"
