import { describe, expect, it } from 'vitest';
import { layout } from './layout';
import { fit, leastZoom, neighbourOf, reveal, start, zoomAt } from './view';

const window = { width: 848, height: 448 };

describe('views', () => {
  it('fits a large picture and centres a small one at its own size', () => {
    expect(fit({ width: 1600, height: 100 }, window)).toEqual({ zoom: 0.5, x: 24, y: 199 });
    expect(fit({ width: 100, height: 100 }, window)).toEqual({ zoom: 1, x: 374, y: 174 });
    expect(fit({ width: 1e9, height: 1 }, window).zoom).toBe(leastZoom);
    expect(fit({ width: 0, height: 0 }, { width: 0, height: 0 }).zoom).toBe(leastZoom);
  });

  it('begins at a size that can be read', () => {
    const made = start({ width: 8000, height: 100 }, window, { x: 4000, y: 50 });
    expect(made.zoom).toBe(0.7);
    expect(made.x + 4000 * made.zoom).toBe(424);
    expect(start({ width: 100, height: 100 }, window, { x: 0, y: 0 })).toEqual(
      fit({ width: 100, height: 100 }, window),
    );
  });

  it('zooms about a point', () => {
    const before = { x: 10, y: 20, zoom: 1 };
    const after = zoomAt(before, 2, { x: 110, y: 70 });
    expect(after).toEqual({ zoom: 2, x: -90, y: -30 });
    expect(zoomAt(after, 100, { x: 0, y: 0 })).toEqual(after);
  });

  it('reveals a box with the least move', () => {
    const view = { x: 0, y: 0, zoom: 1 };
    expect(reveal(view, window, { x: 100, y: 100, width: 50, height: 50 })).toEqual(view);
    expect(reveal(view, window, { x: -100, y: 100, width: 50, height: 50 }).x).toBe(124);
    expect(reveal(view, window, { x: 900, y: 500, width: 50, height: 50 })).toMatchObject({ x: -126, y: -126 });
  });
});

describe('neighbourOf', () => {
  const made = layout(
    ['a', 'b', 'c', 'x'],
    [
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c' },
      { from: 'x', to: 'c' },
    ],
    { width: 100, height: 40, gapX: 50, gapY: 10 },
  );

  it('goes along edges to the sides', () => {
    expect(['b', 'c']).toContain(neighbourOf(made, 'a', 'ArrowRight'));
    expect(neighbourOf(made, 'b', 'ArrowLeft')).toBe('a');
    expect(neighbourOf(made, 'a', 'ArrowLeft')).toBeNull();
  });

  it('goes up and down within a level', () => {
    const [top, bottom] = ['b', 'c'].sort((p, q) => (made.places.get(p)?.y ?? 0) - (made.places.get(q)?.y ?? 0));
    expect(neighbourOf(made, top ?? '', 'ArrowDown')).toBe(bottom);
    expect(neighbourOf(made, top ?? '', 'ArrowUp')).toBeNull();
    expect(neighbourOf(made, 'a', 'Enter')).toBeNull();
    expect(neighbourOf(made, 'nowhere', 'ArrowUp')).toBeNull();
  });
});
