import { describe, expect, it } from 'vitest';
import { changeOf } from '@/pages/deployments/testing';
import { changeWords, evidenceBars, evidenceSentence } from './changes';

describe('changes', () => {
  it('are told in words', () => {
    const words = (kind: string, from: number | null) => changeWords(changeOf({ kind, from_version: from }));
    expect([words('created', null), words('promoted', 3), words('rolled-back', 5), words('configured', 4)]).toEqual([
      'Created with version 4',
      'Version 4 promoted over 3',
      'Rolled back from version 5 to 4',
      'Shares or settings changed',
    ]);
    expect(words('some-news', 4)).toBe('some news: version 4');
  });

  it('say what spoke for them', () => {
    expect(
      evidenceSentence([
        { metric: 'reward', before: 0.2, value: 0.3 },
        { metric: 'loss', before: 2, value: 1 },
        { metric: 'same', before: 1, value: 1 },
        { metric: 'f1', value: 0.7 },
      ]),
    ).toBe('reward rose from 0.2 to 0.3; loss fell from 2 to 1; same stayed at 1; f1 is 0.7');
    expect(evidenceSentence([])).toBe('');
  });
});

describe('bars of evidence', () => {
  it('have one scale for each metric', () => {
    const bars = evidenceBars(
      [
        { metric: 'a', before: 1, value: 2 },
        { metric: 'b', before: 1000, value: 2000 },
      ],
      96,
      20,
    );
    expect(bars.map(({ height, which }) => [height, which])).toEqual([
      [10, 'before'],
      [20, 'after'],
      [10, 'before'],
      [20, 'after'],
    ]);
    expect(Math.max(...bars.map((bar) => bar.x + bar.width))).toBeLessThanOrEqual(96);
  });

  it('hang from zero where values are negative, and show nothing as a line', () => {
    const [before, after] = evidenceBars([{ metric: 'a', before: -1, value: 1 }], 96, 20);
    expect([before!.y, before!.height, after!.y, after!.height]).toEqual([10, 10, 0, 10]);
    expect(evidenceBars([{ metric: 'a', value: 0 }], 96, 20)[0]!.height).toBe(1);
  });
});
