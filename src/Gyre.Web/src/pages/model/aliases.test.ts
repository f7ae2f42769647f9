import { describe, expect, it } from 'vitest';
import type { AliasMove } from '@/api/models';
import {
  aliasesByVersion,
  aliasProblem,
  evidenceWords,
  historyOf,
  isReasonKey,
  movesOf,
  roleOf,
  sortAliases,
} from './aliases';

const alias = (name: string, version: string) => ({ alias: name, version });

describe('order of aliases', () => {
  it('puts the champion and the challenger first', () => {
    const sorted = sortAliases([
      alias('zeta', '1'),
      alias('a10', '1'),
      alias('challenger', '2'),
      alias('a9', '1'),
      alias('Champion', '3'),
    ]);
    expect(sorted.map((one) => one.alias)).toEqual(['Champion', 'challenger', 'a9', 'a10', 'zeta']);
  });

  it('knows the roles in any case, and no others', () => {
    expect([roleOf('CHAMPION'), roleOf('challenger'), roleOf('champion2'), roleOf('')]).toEqual([
      'champion',
      'challenger',
      null,
      null,
    ]);
  });

  it('groups by version', () => {
    expect([...aliasesByVersion([alias('b', '1'), alias('champion', '1'), alias('c', '2')])]).toEqual([
      ['1', ['champion', 'b']],
      ['2', ['c']],
    ]);
  });
});

describe('history', () => {
  const at = '2026-11-30T00:31:00.000Z';
  const none = { by: null, evidence: [] };
  const key = (alias: string) => `gyre.alias.${alias}.reason`;

  it('reads the tags that earlier pages wrote', () => {
    expect(movesOf('champion', '5', `${at} from 3: Better\n${at} First`)).toEqual([
      { alias: 'champion', version: '5', from: '3', at, reason: 'Better', ...none },
      { alias: 'champion', version: '5', from: null, at, reason: 'First', ...none },
    ]);
  });

  it('keeps what a person wrote into the tag', () => {
    expect(movesOf('a', '1', 'because\n\n2026-13')).toEqual([
      { alias: 'a', version: '1', from: null, at: '', reason: 'because', ...none },
      { alias: 'a', version: '1', from: null, at: '', reason: '2026-13', ...none },
    ]);
  });

  it('makes one history of what the registry keeps and of the tags of all versions', () => {
    const kept = (time: string, to: number | null, from: number | null, reason: string | null): AliasMove => ({
      alias: 'champion',
      from_version: from,
      to_version: to,
      reason,
      evidence: [],
      by: 'ada',
      at: time,
    });
    const history = historyOf(
      [
        { version: '1', tags: [{ key: key('champion'), value: '2026-01-01T00:00:00.000Z first' }] },
        {
          version: '2',
          tags: [
            { key: 'gyre.alias.reason', value: 'not one' },
            { key: key('x.y'), value: '2026-03-01T00:00:00.000Z other' },
          ],
        },
      ],
      [kept('2026-04-01T00:00:00.000Z', null, 2, null), kept('2026-02-01T00:00:00.000Z', 2, 1, 'second')],
    );
    expect(history.map((move) => `${move.alias} ${move.from}>${move.version} ${move.reason} ${move.by}`)).toEqual([
      'champion 2>null null ada',
      'x.y null>2 other null',
      'champion 1>2 second ada',
      'champion null>1 first null',
    ]);
  });

  it('says the evidence in a line', () => {
    expect(
      evidenceWords([
        { metric: 'accuracy', value: 0.95, before: 0.9 },
        { metric: 'f1', value: 0.7, before: null },
      ]),
    ).toBe('accuracy 0.9 → 0.95, f1 0.7');
  });

  it('tells its tags from others', () => {
    expect(isReasonKey(key('champion'))).toBe(true);
    expect(isReasonKey('gyre.alias..reason')).toBe(false);
    expect(isReasonKey('team')).toBe(false);
  });
});

describe('aliasProblem', () => {
  it.each(['champion', 'Größe_1', '日本', 'v1x', 'a-b'])('takes %s', (name) => expect(aliasProblem(name)).toBeNull());
  it.each(['', 'a b', 'a/b', 'Latest', 'v12', 'V1', 'x'.repeat(256), 'é!'])('refuses %.10s', (name) =>
    expect(aliasProblem(name)).not.toBeNull(),
  );
});
