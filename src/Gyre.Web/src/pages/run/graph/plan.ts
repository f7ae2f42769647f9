import type { Plan } from './layout';
import type { Drawing, Shown } from './model';

export const nodeWidth = 216;
export const nodeHeight = 46;
/** Folded items say how far they are in a second line. */
export const foldedHeight = 62;

function heightOf({ item, open }: Shown): number {
  return !open && item.children.length > 0 ? foldedHeight : nodeHeight;
}

/** The drawing as numbers, in its own order. */
export function planOf({ shown, edges }: Drawing): Plan {
  const index = new Map(shown.map((one, at) => [one.item.name, at]));
  return {
    parent: Int32Array.from(shown, (one) => (one.parent === null ? -1 : (index.get(one.parent) ?? -1))),
    width: new Float64Array(shown.length).fill(nodeWidth),
    height: Float64Array.from(shown, heightOf),
    open: Uint8Array.from(shown, (one) => (one.open ? 1 : 0)),
    edges: Int32Array.from(edges.flatMap((edge) => [index.get(edge.from) ?? 0, index.get(edge.to) ?? 0])),
  };
}

/** Names what a layout depends on: not the states, which change all the time. */
export function planKey({ shown, edges }: Drawing): string {
  const nodes = shown.map((one) => `${one.item.name}\t${one.parent ?? ''}\t${one.open ? 1 : 0}\t${heightOf(one)}`);
  return `${nodes.join('\n')}\n\n${edges.map((edge) => `${edge.from}\t${edge.to}`).join('\n')}`;
}
