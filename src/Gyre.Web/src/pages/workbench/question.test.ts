import { describe, expect, it } from 'vitest';
import { askedOf, noQuestion, versionsIn } from './question';

const now = Date.parse('2026-11-30T12:00:30Z');
const asked = (more: Partial<typeof noQuestion>) => askedOf({ ...noQuestion, ...more }, now);

describe('a question to the log', () => {
  it('is sent in the words of the API', () => {
    expect(asked({ versions: '5,6,5', from: '2h', rows: '500', level: '0.9' })).toEqual({
      body: { versions: [5, 6], from: '2026-11-30T10:00:00.000Z', rows: 500, level: 0.9 },
      problems: {},
    });
    expect(asked({ versions: '5' }).body).toEqual({ versions: [5] });
  });

  it('is none without versions, and says nothing against that', () => {
    expect(asked({ rows: '5' })).toEqual({ body: null, problems: {} });
  });

  it('is not sent where something is wrong', () => {
    const wrong = asked({ versions: '5', from: 'soon', to: 'x', rows: '100001', level: '1' });
    expect(wrong.body).toBeNull();
    expect(Object.keys(wrong.problems).sort()).toEqual(['from', 'level', 'rows', 'to']);
    for (const rows of ['0', '1.5', 'x']) expect(asked({ versions: '5', rows }).problems.rows).toBeDefined();
    expect(asked({ versions: '1,2,3,4,5,6,7,8,9,10,11' }).problems.versions).toContain('10');
    expect(asked({ versions: '5,x' }).problems.versions).toBeDefined();
  });
});

it('reads versions each once', () => {
  expect([versionsIn(''), versionsIn('3,3'), versionsIn('0'), versionsIn('-1')]).toEqual([[], [3], null, null]);
});
