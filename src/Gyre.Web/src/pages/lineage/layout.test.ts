import { describe, expect, it } from 'vitest';
import { crossings, layout, pathOf, type Layout } from './layout';

const size = { width: 100, height: 40, gapX: 50, gapY: 10 };
const edge = (text: string) => {
  const [from = '', to = ''] = text.split('>');
  return { from, to };
};
const of = (keys: string, ...edges: string[]) => layout(keys.split(''), edges.map(edge), size);
const at = (made: Layout, key: string) => {
  const place = made.places.get(key);
  if (place === undefined) throw new Error(`${key} has no place`);
  return place;
};

function overlaps(made: Layout): string[] {
  const all = [...made.places.values()];
  return all.flatMap((a, index) =>
    all
      .slice(index + 1)
      .flatMap((b) =>
        a.level === b.level && Math.abs(a.y - b.y) < size.height + size.gapY - 0.001 ? [`${a.key}${b.key}`] : [],
      ),
  );
}

describe('layout', () => {
  it('lays out nothing and one', () => {
    expect(layout([], [], size)).toMatchObject({ width: 0, height: 0, routes: [] });
    expect(of('a')).toMatchObject({ width: 100, height: 40 });
  });

  it('puts each node right of what it came from', () => {
    const made = of('abcd', 'a>b', 'b>c', 'a>c', 'c>d');
    expect(['a', 'b', 'c', 'd'].map((key) => at(made, key).level)).toEqual([0, 1, 2, 3]);
    expect(at(made, 'b').x).toBe(150);
    expect(made.width).toBe(550);
  });

  it('puts sources beside what they lead to', () => {
    const made = of('abcx', 'a>b', 'b>c', 'x>c');
    expect(at(made, 'x').level).toBe(1);
  });

  it('leads long edges through places of their own', () => {
    const made = of('abc', 'a>b', 'b>c', 'a>c');
    const long = made.routes.find((route) => route.from === 'a' && route.to === 'c');
    expect(long?.points).toHaveLength(4);
    const b = at(made, 'b');
    const through = long?.points[1]?.y ?? NaN;
    expect(through <= b.y || through >= b.y + size.height).toBe(true);
  });

  it('draws straight lines for chains', () => {
    const made = of('abc', 'a>b', 'b>c');
    expect(new Set(['a', 'b', 'c'].map((key) => at(made, key).y)).size).toBe(1);
  });

  it('sorts crossings away', () => {
    const made = of('abcxyz', 'a>z', 'b>y', 'c>x');
    const rows = ['abc', 'xyz'].map((row) => row.split('').sort((p, q) => at(made, p).y - at(made, q).y));
    expect(rows[0]?.map((key) => ({ a: 'z', b: 'y', c: 'x' })[key])).toEqual(rows[1]);
  });

  it('breaks circles and says where', () => {
    const made = of('abc', 'a>b', 'b>c', 'c>a');
    expect(made.routes.filter((route) => route.closesCircle)).toHaveLength(1);
    const closing = made.routes.find((route) => route.closesCircle);
    expect(closing).toMatchObject({ from: 'c', to: 'a' });
    expect(closing?.points[0]?.x).toBe(at(made, 'c').x);
    expect(closing?.points.at(-1)?.x).toBe(at(made, 'a').x + size.width);
  });

  it('takes an edge for part of a circle only when it is', () => {
    expect(of('cba', 'b>c', 'a>b', 'a>c').routes.some((route) => route.closesCircle)).toBe(false);
  });

  it('stands edges to itself, doubles and unknown ends', () => {
    const made = of('ab', 'a>a', 'a>b', 'a>b', 'a>q');
    expect(made.routes).toHaveLength(2);
    expect(overlaps(made)).toEqual([]);
  });

  it('never lets nodes overlap, whatever the graph', () => {
    let seed = 7;
    const random = (most: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % most;
    for (let round = 0; round < 40; round++) {
      const keys = Array.from({ length: 1 + random(40) }, (_, i) => `n${i}`);
      const edges = Array.from({ length: random(80) }, () => ({
        from: `n${random(keys.length)}`,
        to: `n${random(keys.length)}`,
      }));
      const made = layout(keys, edges, size);
      expect(overlaps(made)).toEqual([]);
      expect(Math.min(...[...made.places.values()].map((place) => place.y))).toBeGreaterThanOrEqual(-0.001);
      for (const route of made.routes) {
        const [from, to] = [at(made, route.from), at(made, route.to)];
        expect(route.closesCircle ? from.level > to.level : from.level < to.level).toBe(true);
      }
    }
  });

  it('lays out 500 nodes with 2,000 edges in less than a second', () => {
    const keys = Array.from({ length: 500 }, (_, i) => `n${i}`);
    const edges = Array.from({ length: 2000 }, (_, i) => ({ from: `n${(i * 7) % 500}`, to: `n${(i * 13 + 1) % 500}` }));
    const started = performance.now();
    layout(keys, edges, size);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('lays out a chain of 500', () => {
    const keys = Array.from({ length: 500 }, (_, i) => `n${i}`);
    const made = layout(
      keys,
      keys.slice(1).map((to, i) => ({ from: `n${i}`, to })),
      size,
    );
    expect(at(made, 'n499').level).toBe(499);
  });
});

describe('crossings', () => {
  it('counts', () => {
    expect(
      crossings(
        [
          [0, 1],
          [2, 3],
        ],
        [[3], [2], [], []],
      ),
    ).toBe(1);
    expect(
      crossings(
        [
          [0, 1],
          [2, 3],
        ],
        [[2], [3], [], []],
      ),
    ).toBe(0);
    expect(
      crossings(
        [
          [0, 1, 2],
          [3, 4],
        ],
        [[4], [3, 4], [3], [], []],
      ),
    ).toBe(3);
  });
});

describe('pathOf', () => {
  it('is straight on one height and curved else', () => {
    expect(
      pathOf([
        { x: 0, y: 5 },
        { x: 10, y: 5 },
      ]),
    ).toBe('M0 5L10 5');
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 10, y: 4 },
      ]),
    ).toBe('M0 0C5 0 5 4 10 4');
    expect(pathOf([])).toBe('');
  });
});
