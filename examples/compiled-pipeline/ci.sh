#!/usr/bin/env bash
# Runs the example as its README says and checks what it claims. GYRE is the command, GYRE_HOME an empty home.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

field() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d}))' "$1"; }

$GYRE lint words.yaml
first=$($GYRE run words.yaml --format json)
[ "$(field 'd["outputs"]["total"]' <<<"$first")" = 35 ]
[ "$(field '[n["iterations"] for n in d["nodes"] if n["name"] == "exit-handler-1/for-loop-1"][0]' <<<"$first")" = 9 ]
[ "$(field '[n["state"] for n in d["nodes"] if n["name"] == "exit-handler-1/condition-1/praise"][0]' <<<"$first")" = succeeded ]

short=$($GYRE run words.yaml --parameter 'text="a bb the"' --format json)
[ "$(field 'd["outputs"]["total"]' <<<"$short")" = 6 ]
[ "$(field '[n["state"] for n in d["nodes"] if n["name"] == "exit-handler-1/condition-1"][0]' <<<"$short")" = not-triggered ]
# One word of the second text was measured in the first run.
[ "$(field 'sum(n["cache"] == "hit" for n in d["nodes"])' <<<"$short")" = 1 ]

$GYRE run words.yaml --plan
echo "compiled-pipeline: a loop of 9, a condition that holds and one that does not"
