import { num } from './numbers';
import { neighboursOf, type Flat } from './ranks';
import type { Levels } from './ordering';

/**
 * The nearest positions to the wanted ones that keep their order and a least distance (`gaps[i]` between i and i+1):
 * the least sum of squares, by pooling neighbours that would overlap.
 */
export function spread(wanted: Float64Array, gaps: Float64Array): Float64Array {
  const count = wanted.length;
  const offset = new Float64Array(count);
  for (let at = 1; at < count; at++) offset[at] = num(offset, at - 1) + num(gaps, at - 1);
  const mean = new Float64Array(count);
  const size = new Int32Array(count);
  let blocks = 0;
  for (let at = 0; at < count; at++) {
    mean[blocks] = num(wanted, at) - num(offset, at);
    size[blocks] = 1;
    blocks++;
    while (blocks > 1 && num(mean, blocks - 2) > num(mean, blocks - 1)) {
      const a = blocks - 2;
      const b = blocks - 1;
      const both = num(size, a) + num(size, b);
      mean[a] = (num(mean, a) * num(size, a) + num(mean, b) * num(size, b)) / both;
      size[a] = both;
      blocks--;
    }
  }
  const made = new Float64Array(count);
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    for (let left = num(size, block); left > 0; left--, at++) made[at] = num(mean, block) + num(offset, at);
  }
  return made;
}

/** The middle of each node across the levels: near its neighbours, without overlaps, in the order of its level. */
export function across(graph: Flat, levels: Levels, height: Float64Array, gap: number, passes: number): Float64Array {
  const middle = new Float64Array(graph.count);
  const gaps = levels.map((nodes) => gapsOf(nodes, height, gap));
  levels.forEach((nodes, index) => {
    let at = 0;
    nodes.forEach((node, place) => {
      middle[node] = at;
      at += gaps[index]?.[place] ?? 0;
    });
    for (const node of nodes) middle[node] = num(middle, node) - at / 2;
  });
  const sides = [neighboursOf(graph, 1), neighboursOf(graph, 0)];
  for (let pass = 0; pass < passes; pass++) {
    const { start, list } = sides[pass % 2] as (typeof sides)[number];
    for (let step = 0; step < levels.length; step++) {
      const index = pass % 2 === 0 ? step : levels.length - 1 - step;
      const nodes = levels[index] as Int32Array;
      const wanted = new Float64Array(nodes.length);
      nodes.forEach((node, place) => {
        let sum = 0;
        const from = num(start, node);
        const to = num(start, node + 1);
        for (let at = from; at < to; at++) sum += num(middle, num(list, at));
        wanted[place] = from === to ? num(middle, node) : sum / (to - from);
      });
      spread(wanted, gaps[index] as Float64Array).forEach((value, place) => (middle[num(nodes, place)] = value));
    }
  }
  return middle;
}

function gapsOf(nodes: Int32Array, height: Float64Array, gap: number): Float64Array {
  const gaps = new Float64Array(Math.max(0, nodes.length - 1));
  for (let at = 0; at < gaps.length; at++) {
    gaps[at] = (num(height, num(nodes, at)) + num(height, num(nodes, at + 1))) / 2 + gap;
  }
  return gaps;
}
