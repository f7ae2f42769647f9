import { isFoldable, type Tree } from './model';

/**
 * Which items are unfolded, as the address keeps it: names with commas encoded ("loop,loop[1]"), or "*" for all, or "*"
 * followed by the ones that are not ("*,loop[2]").
 */
export function openSet(text: string, tree: Tree): Set<string> {
  const { all, names } = parse(text);
  if (!all) return new Set(names);
  const open = new Set<string>();
  const closed = new Set(names);
  for (const [name, item] of tree.items) if (isFoldable(item) && !closed.has(name)) open.add(name);
  return open;
}

export function withOpen(text: string, name: string, open: boolean): string {
  const { all, names } = parse(text);
  const rest = names.filter((one) => one !== name);
  return format(all, open === all ? rest : [...rest, name]);
}

/** Unfolds what is above an item, so that it can be seen. */
export function withAllOpen(text: string, names: readonly string[]): string {
  return names.reduce((made, name) => withOpen(made, name, true), text);
}

function parse(text: string): { all: boolean; names: string[] } {
  const parts = text.split(',').filter((part) => part !== '');
  const all = parts[0] === '*';
  return { all, names: (all ? parts.slice(1) : parts).map(decode) };
}

function format(all: boolean, names: readonly string[]): string {
  return [...(all ? ['*'] : []), ...names.map(encode)].join(',');
}

function encode(name: string): string {
  return name.replaceAll('%', '%25').replaceAll(',', '%2C').replaceAll('*', '%2A');
}

function decode(part: string): string {
  return part.replaceAll('%2A', '*').replaceAll('%2C', ',').replaceAll('%25', '%');
}
