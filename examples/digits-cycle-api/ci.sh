#!/usr/bin/env bash
# Runs the example as its README says and checks what it claims. GYRE is the command, GYRE_HOME an empty home.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

field() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d}))' "$1"; }

# What the scripts post is what the project says.
same() { python3 -c 'import json,sys; sys.exit(json.load(open(sys.argv[1])) != json.load(sys.stdin))' "$1"; }
$GYRE payload gyre.yaml --pipeline digits | same create_pipeline.json
$GYRE payload gyre.yaml --pipeline digits-csharp | same create_pipeline_csharp.json

for pipeline in digits digits-csharp; do
  run=$($GYRE run gyre.yaml --pipeline $pipeline --maximize compare.metadata.accuracy --format json)
  [ "$(field 'd["cycle"]["stop_reason"]' <<<"$run")" = condition ]
  turns=$(field 'len(d["cycle"]["turns"])' <<<"$run")
  [ "$turns" -ge 3 ] && [ "$turns" -le 8 ]
  best=$(field 'd["cycle"]["turns"][d["cycle"]["best_turn"] - 1]["objective"] >= 0.97' <<<"$run")
  [ "$best" = True ]
done

# A chain that is at its limit refuses the next turn, and the step that asked for it fails.
if limited=$($GYRE run gyre.yaml --pipeline digits --max-iterations 1 --no-cache --format json); then exit 1; fi
[ "$(field 'd["cycle"]["stop_reason"]' <<<"$limited")" = max-iterations ]
echo "digits-cycle-api: closed by hand in two languages"
