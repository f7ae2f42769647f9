import type { Tree } from './model';

/** Names that hold the text, without regard to case: those that begin with it first, then the shorter ones. */
export function findNames(tree: Tree, text: string, most: number): string[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const found: { name: string; rank: number }[] = [];
  for (const [name, item] of tree.items) {
    const at = name.toLowerCase().indexOf(wanted);
    if (at >= 0) found.push({ name, rank: at === 0 || item.label.toLowerCase().startsWith(wanted) ? 0 : 1 });
    else if (item.step !== null && item.step.toLowerCase().includes(wanted)) found.push({ name, rank: 2 });
  }
  found.sort((a, b) => a.rank - b.rank || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  return found.slice(0, most).map((one) => one.name);
}
