import { num } from './numbers';
import { placeLevels, type Placed } from './levels';

/** What is to be laid out: items before what lies in them, edges between items of the same container. */
export interface Plan {
  /** Index of the container of each item; -1 at the top. */
  parent: Int32Array;
  /** Sizes of what is not unfolded. */
  width: Float64Array;
  height: Float64Array;
  open: Uint8Array;
  /** from0, to0, … */
  edges: Int32Array;
}

export interface Layout {
  /** Left upper corners in the drawing, and sizes; those of unfolded items as their content made them. */
  x: Float64Array;
  y: Float64Array;
  width: Float64Array;
  height: Float64Array;
  /** Per edge its points in the drawing, or null for the straight way. */
  routes: (Float64Array | null)[];
  crossings: number;
  /** How long it took, in milliseconds. */
  took: number;
  /** Routes turn at their points; otherwise they are curves through them. */
  corners: boolean;
}

/** Room around the content of an unfolded item; the head holds its name. */
export const inset = { side: 16, head: 40, foot: 16 };

interface Box {
  items: number[];
  edges: number[];
}

/** One container after the other, the innermost first: an unfolded item is as large as its content needs. */
export function layOut(plan: Plan): Layout {
  const began = performance.now();
  const count = plan.parent.length;
  const width = plan.width.slice();
  const height = plan.height.slice();
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const routes: (Float64Array | null)[] = Array.from({ length: plan.edges.length / 2 }, () => null);
  let crossings = 0;
  const boxes = boxesOf(plan);
  for (let item = count - 1; item >= -1; item--) {
    const box = boxes[item + 1];
    if (box === undefined) continue;
    const placed = placeBox(plan, box, width, height);
    crossings += placed.crossings;
    box.items.forEach((one, index) => {
      x[one] = num(placed.x, index);
      y[one] = num(placed.y, index);
    });
    box.edges.forEach((edge, index) => (routes[edge] = placed.routes[index] ?? null));
    if (item >= 0) {
      width[item] = Math.max(placed.width + inset.side * 2, num(plan.width, item));
      height[item] = placed.height + inset.head + inset.foot;
    }
  }
  shiftInto(plan, x, y, routes);
  return { x, y, width, height, routes, crossings, took: performance.now() - began, corners: false };
}

function boxesOf(plan: Plan): (Box | undefined)[] {
  const boxes: (Box | undefined)[] = [];
  plan.parent.forEach((parent, item) => {
    (boxes[parent + 1] ??= { items: [], edges: [] }).items.push(item);
  });
  for (let at = 0; at < plan.edges.length; at += 2)
    boxes[num(plan.parent, num(plan.edges, at)) + 1]?.edges.push(at / 2);
  return boxes;
}

function placeBox(plan: Plan, box: Box, width: Float64Array, height: Float64Array): Placed {
  const local = new Map(box.items.map((item, index) => [item, index]));
  const edges = new Int32Array(box.edges.length * 2);
  box.edges.forEach((edge, index) => {
    edges[index * 2] = local.get(num(plan.edges, edge * 2)) ?? 0;
    edges[index * 2 + 1] = local.get(num(plan.edges, edge * 2 + 1)) ?? 0;
  });
  const sizes = {
    width: Float64Array.from(box.items, (item) => num(width, item)),
    height: Float64Array.from(box.items, (item) => num(height, item)),
  };
  return placeLevels({ count: box.items.length, edges }, sizes);
}

/** From places within containers to places in the drawing; containers come before their content. */
export function shiftInto(plan: Plan, x: Float64Array, y: Float64Array, routes: (Float64Array | null)[]): void {
  plan.parent.forEach((parent, item) => {
    if (parent < 0) return;
    x[item] = num(x, item) + num(x, parent) + inset.side;
    y[item] = num(y, item) + num(y, parent) + inset.head;
  });
  routes.forEach((route, edge) => {
    const parent = num(plan.parent, num(plan.edges, edge * 2));
    if (route === null || parent < 0) return;
    for (let at = 0; at < route.length; at += 2) {
      route[at] = num(route, at) + num(x, parent) + inset.side;
      route[at + 1] = num(route, at + 1) + num(y, parent) + inset.head;
    }
  });
}
