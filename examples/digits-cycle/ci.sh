#!/usr/bin/env bash
# Runs the example as its README says and checks what it claims. GYRE is the command, GYRE_HOME an empty home.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

field() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d}))' "$1"; }

first=$($GYRE run gyre.yaml --cycle digits-cycle --format json)
reason=$(field 'd["stop_reason"]' <<<"$first")
[ "$reason" = condition ]
turns=$(field 'len(d["turns"])' <<<"$first")
[ "$turns" -ge 3 ] && [ "$turns" -le 6 ]

# The same start again computes nothing.
second=$($GYRE run gyre.yaml --cycle digits-cycle --format json)
executions=$(field 'sum(turn["executions"] for turn in d["turns"])' <<<"$second")
[ "$executions" = 0 ]
best='d["turns"][d["best_turn"] - 1]["objective"]'
first_best=$(field "$best" <<<"$first")
second_best=$(field "$best" <<<"$second")
[ "$first_best" = "$second_best" ]

$GYRE cycle list
$GYRE cycle show last
echo "digits-cycle: $turns turns, the second start from the cache"
