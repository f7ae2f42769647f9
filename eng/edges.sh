#!/usr/bin/env bash
# Prints how big each module is and how its folders know each other: eng/edges.sh [--edges] [ROOT].
#
# A folder knows another of its module when one of its files names a type that is declared there, with or without a `using`:
# a type of a folder above is seen without one. Comments, texts and types whose name is declared in several folders of the
# module do not count. An edge is in a circle when there is a way back; "below the root" counts those whose way back does not
# lead through the module's own folder. --edges lists them, those in circles with a star.
set -euo pipefail
list=0
if [ "${1:-}" = --edges ]; then list=1; shift; fi
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}/src"
[ "$list" = 1 ] || printf '%-18s %7s %6s %8s %6s %11s %14s\n' module lines files folders edges 'in circles' 'below the root'
for module in */; do
  module=${module%/}
  mapfile -d '' -t files < <(find "$module" -name '*.cs' -not -path '*/obj/*' -print0 | sort -z)
  [ "${#files[@]}" -gt 0 ] || continue
  # Twice over the files: first what is declared where, then what is named where.
  awk -v module="$module" -v list="$list" -v count="${#files[@]}" '
    function folder_of(path) { sub("^" module "/", "", path); return sub("/[^/]*$", "", path) ? path : "." }
    FNR == 1 { seen++; folder = folder_of(FILENAME); folders[folder] }
    seen <= count { lines++ }
    {
      text = $0
      sub(/^[ \t]*\/\/.*/, "", text); gsub(/"([^"\\]|\\.)*"/, "\"\"", text); sub(/\/\/.*/, "", text)
    }
    seen <= count {
      if (match(text, /(^|[ \t])(class|record|struct|interface|enum|record struct|record class)[ \t]+[A-Z][A-Za-z0-9_]*/)) {
        name = substr(text, RSTART, RLENGTH); sub(/.*[ \t]/, "", name)
        if (!(name in owner)) owner[name] = folder; else if (owner[name] != folder) owner[name] = "?"
      }
      next
    }
    {
      gsub(/\.[A-Za-z_][A-Za-z0-9_]*/, "", text) # members, not types
      number = split(text, words, /[^A-Za-z0-9_]+/)
      for (i = 1; i <= number; i++)
        if (words[i] in owner && owner[words[i]] != "?" && owner[words[i]] != folder) edge[folder, owner[words[i]]]
    }
    END {
      for (pair in edge) { reach[pair]; split(pair, ends, SUBSEP); if (ends[1] != "." && ends[2] != ".") below[pair] }
      for (k in folders) for (i in folders) for (j in folders) {
        if ((i, k) in reach && (k, j) in reach) reach[i, j]
        if ((i, k) in below && (k, j) in below) below[i, j]
      }
      for (pair in edge) {
        split(pair, ends, SUBSEP); total++
        circle = (ends[2], ends[1]) in reach; circles += circle; inner += (ends[2], ends[1]) in below && (ends[1], ends[2]) in below
        if (list) print module ": " ends[1] " -> " ends[2] (circle ? " *" : "") | "sort"
      }
      for (f in folders) n++
      if (!list) printf "%-18s %7d %6d %8d %6d %11d %14d\n", module, lines, count, n, total, circles, inner
    }' "${files[@]}" "${files[@]}"
done
