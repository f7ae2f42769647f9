import { describe, expect, it } from 'vitest';
import { colourOf, curveOption } from './curves';
import { arrowOf, choose, figureText, shortNames } from './figures';
import { experienceOf, rangeOf, shadeOf, strengthOf } from './heat';
import { figureOf, matrices, progressOf } from './testing';
import { summaryOf } from './summary';

describe('figures', () => {
  it('have as many digits as their spread', () => {
    expect(figureText(figureOf(0.91234, 0.0131))).toBe('0.912 ± 0.013');
    expect(figureText(figureOf(0.91234, 0.00021))).toBe('0.9123 ± 0.0002');
    expect(figureText(figureOf(0.5, 1.3597e-5))).toBe('0.5 ± 1.4e-5');
    expect(figureText(figureOf(0.5, 1e-17))).toBe('0.5 ± 0');
    expect(figureText(figureOf(0.5))).toBe('0.5');
    expect(figureText(figureOf(null, 1))).toBe('–');
    expect(figureText(undefined)).toBe('–');
  });

  it('say which side is better', () => {
    expect([true, false, null].map((greater_is_better) => arrowOf({ greater_is_better }))).toEqual(['↑', '↓', '']);
  });

  it('leave out what all names have in common', () => {
    expect(shortNames(['digit_tst_f1_score', 'digit_tst_accuracy_score'])).toEqual(['f1_score', 'accuracy_score']);
    expect(shortNames(['a_tst_f1', 'b_tst_f1'])).toEqual(['a_tst_f1', 'b_tst_f1']);
    expect(shortNames(['only_one'])).toEqual(['only_one']);
    expect(shortNames(['same_a', 'same'])).toEqual(['same_a', 'same']);
  });

  it('fall back on the first name there is', () => {
    expect([choose('b', ['a', 'b']), choose('x', ['a', 'b']), choose('x', [])]).toEqual(['b', 'a', '']);
  });
});

describe('heat maps', () => {
  it('go from the least to the greatest of all matrices', () => {
    expect(rangeOf(matrices.trials)).toEqual([0, 1]);
    expect(rangeOf([{ means: [[null]] }])).toEqual([0, 0]);
    expect(strengthOf(0.25, [0, 1])).toBe(0.25);
    expect(strengthOf(3, [3, 3])).toBe(1);
    expect(strengthOf(null, [0, 1])).toBeNull();
  });

  it('stay pale enough for their text', () => {
    expect(shadeOf(1)).toContain('28%');
    expect(shadeOf(7)).toContain('28%');
    expect(shadeOf(0)).toContain(' 0%');
    expect(shadeOf(null)).toBeUndefined();
  });

  it('show the last experience unless the address says another one', () => {
    expect(['', '0', '1', '9', '-1', 'x', '1e9'].map((text) => experienceOf(text, 3))).toEqual([2, 0, 1, 2, 2, 2, 2]);
    expect(experienceOf('', 0)).toBe(0);
  });
});

describe('learning curves', () => {
  const line = { trial: 'b', steps: [0, 1], means: [3, null], lows: [2, null], highs: [4, null] };

  it('have a band where there is a spread, and a mark where an experience ends', () => {
    const option = curveOption(
      { dataset: 'd', name: 'loss', marks: [0.5], lines: [line] },
      ['a', 'b'],
      ['red', 'blue'],
    );
    const series = option['series'] as { name: string; data: unknown; itemStyle?: { color: string } }[];
    expect(series.map((one) => one.name)).toEqual(['end 0.5', 'band 0 low', 'band 0 high', 'b']);
    expect(series[2]?.data).toEqual([
      [0, 2],
      [1, null],
    ]);
    expect(series[3]?.itemStyle?.color).toBe('blue');
    expect((option['legend'] as { data: unknown }).data).toEqual(['b']);
  });

  it('have no band for one run', () => {
    const alone = { ...line, lows: [null, null], highs: [null, null] };
    const option = curveOption({ dataset: 'd', name: 'loss', marks: [], lines: [alone] }, ['b'], ['red']);
    expect((option['series'] as unknown[]).length).toBe(1);
  });

  it('keep the colour of a trial wherever it is shown', () => {
    expect([colourOf('b', ['a', 'b', 'c'], ['x', 'y']), colourOf('c', ['a', 'b', 'c'], ['x', 'y'])]).toEqual([
      'y',
      'x',
    ]);
  });
});

it('a sentence says how far all trials are', () => {
  expect(summaryOf([progressOf(), progressOf({ trial: 'b', state: 'running', done: 1 })])).toBe(
    '2 trials on 1 dataset: 1 succeeded, 1 running; 5 of 8 parts learned',
  );
});
