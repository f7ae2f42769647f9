#!/usr/bin/env bash
# Runs the example as its README says and checks what it claims. GYRE is the command, GYRE_HOME an empty home.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$here/plan" "$work"
cd "$work"

field() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d}))' "$1"; }
accuracy='[round(t["figures"]["label_tst_accuracy_score"]["mean"], 3) for t in d["experiments"][0]["trials"]]'

$GYRE dataset import "$here/../digits-cycle/data/digits.csv" --to datasets/digits --name digits --output label
$GYRE experiment validate plan
[ "$($GYRE experiment run plan --dry-run --format json | field 'len(d["runs"])')" = 9 ]
first=$($GYRE experiment run plan --format json | field "$accuracy")
[ "$(field "min($first) > 0.8" <<<'{}')" = True ]

# The same again computes nothing and gives the same.
again=$($GYRE experiment run plan --format json)
[ "$(field "$accuracy" <<<"$again")" = "$first" ]
run=$(field 'd["experiments"][0]["run_id"]' <<<"$again")
[ "$($GYRE runs show "$run" --format json | field 'sum(n["attempts"] for n in d["nodes"])')" = 0 ]

$GYRE experiment status plan
$GYRE experiment report plan --to reports
grep -q 'Significance' reports/digits.html

# The best model under a name, with its results as evidence, and back as files.
$GYRE experiment register plan --trial network --model digits --alias champion
$GYRE model pull digits champion --to model
test -s model/model/learner.json
echo "experiment-plan: accuracies $first"
