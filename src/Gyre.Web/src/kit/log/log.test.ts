import { describe, expect, it } from 'vitest';
import { parseAnsi, stripAnsi } from './ansi';
import { findLines } from './lines';

const esc = '\u001b';

describe('parseAnsi', () => {
  it('shows colours and weights', () => {
    expect(parseAnsi(`${esc}[1;31mred${esc}[0m plain`)).toEqual([
      { text: 'red', color: 1, bold: true },
      { text: ' plain' },
    ]);
    expect(parseAnsi(`${esc}[92;44mx${esc}[39my${esc}[49mz`)).toEqual([
      { text: 'x', color: 10, background: 4 },
      { text: 'y', background: 4 },
      { text: 'z' },
    ]);
  });

  it('brings many colours down to sixteen', () => {
    expect(parseAnsi(`${esc}[38;5;9mx`)).toEqual([{ text: 'x', color: 9 }]);
    expect(parseAnsi(`${esc}[38;2;255;0;0mx`)).toEqual([{ text: 'x', color: 9 }]);
    expect(parseAnsi(`${esc}[38;5;196;1mx`)).toEqual([{ text: 'x', color: 9, bold: true }]);
  });

  it.each([
    [`a${esc}[2Jb`, 'ab'],
    [`a${esc}[10;10Hb`, 'ab'],
    [`a${esc}]0;title\u0007b`, 'ab'],
    [`a${esc}]8;;http://evil${esc}\\link${esc}]8;;${esc}\\b`, 'alinkb'],
    [`a${esc}Pq#0${esc}\\b`, 'ab'],
    [`a${esc}cb`, 'ab'],
    ['a\u0008\u0000\u007f\u009b31mb', 'ab'],
    [`a${esc}[`, 'a'],
    [`a${esc}`, 'a'],
    ['a\tb', 'a\tb'],
    ['\u001b[31;999;abc mx', 'bc mx'],
  ])('drops every other code of %j', (text, left) => {
    expect(stripAnsi(text)).toBe(left);
    expect(
      parseAnsi(text)
        .map((span) => span.text)
        .join(''),
    ).toBe(left);
  });

  it('leaves markup as text', () => {
    expect(parseAnsi('<img src=x onerror=alert(1)>')).toEqual([{ text: '<img src=x onerror=alert(1)>' }]);
  });

  it('is quick with hostile lines', () => {
    const started = performance.now();
    parseAnsi(`${esc}[`.repeat(50_000));
    parseAnsi(`${esc}]`.repeat(50_000));
    parseAnsi(`${esc}P`.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('findLines', () => {
  it('looks through the codes, without regard to case', () => {
    const lines = [{ text: `lo${esc}[31mss${esc}[0m=1` }, { text: 'other' }, { text: 'LOSS=2' }];
    expect(findLines(lines, 'loss')).toEqual([0, 2]);
    expect(findLines(lines, '')).toEqual([]);
  });
});
