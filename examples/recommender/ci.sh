#!/usr/bin/env bash
# Runs the example as its README says and checks what it claims. GYRE is the command, GYRE_HOME an empty home.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

field() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d}))' "$1"; }
of() { echo "[n['metadata']['$2'] for n in d['nodes'] if n['name'] == '$1'][0]"; }
retrain() { $GYRE run gyre.yaml --pipeline retraining --format json; }
champion() { $GYRE deployments --format json | field 'd["deployments"][0]["champion"]'; }

# Nothing new was learned: the run stops behind its first node, says so, and deploys nothing.
nothing_new() {
  local run
  run=$(retrain)
  [ "$(field 'd["state"]' <<<"$run")" = stopped ]
  [ "$(field "$(of fetch new_decisions)" <<<"$run")" = 0 ]
  field "$(of fetch sentence)" <<<"$run" | grep -q 'Nothing to train on'
  [ "$(field 'sum(n["attempts"] for n in d["nodes"])' <<<"$run")" = 1 ]
  [ "$(champion)" = "$1" ]
}

$GYRE lint gyre.yaml
$GYRE run gyre.yaml --pipeline startup -p reward_wait=2 --format json >/dev/null
nothing_new 1

$GYRE simulate --deployment films --environment ratings:arms=10,rank=10,deviation=0.5 --decisions 1500 --rate max
sleep 3
run=$(retrain)
[ "$(field "$(of fetch new_decisions)" <<<"$run")" -gt 1000 ]
[ "$(field "$(of gate outcome)" <<<"$run")" = promote ]
[ "$(field "$(of deploy version)" <<<"$run")" = 2 ]
[ "$(field 'sum(n["attempts"] for n in d["nodes"])' <<<"$run")" = 5 ]
[ "$(champion)" = 2 ]
nothing_new 2

# With new decisions, nothing of it comes from the cache.
$GYRE simulate --deployment films --environment ratings:arms=10,rank=10,deviation=0.5 --decisions 400 --rate max
sleep 3
[ "$(field 'sum(n["attempts"] for n in d["nodes"])' <<<"$(retrain)")" = 5 ]
$GYRE decisions books films
echo "recommender: promoted once, stopped twice with nothing new"
