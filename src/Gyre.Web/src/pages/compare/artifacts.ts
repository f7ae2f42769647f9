/** All paths of some runs with how many have each: those that all have first, then by name. */
export function commonPaths(lists: readonly (readonly string[])[]): { path: string; runs: number }[] {
  const counts = new Map<string, number>();
  for (const list of lists) for (const path of new Set(list)) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts]
    .map(([path, runs]) => ({ path, runs }))
    .sort((a, b) => b.runs - a.runs || a.path.localeCompare(b.path, 'en', { numeric: true }));
}
