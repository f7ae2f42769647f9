import { describe, expect, test } from 'vitest';
import { againCommands, againRequest, limitProblem, resumeCommands, resumeRule, stopCommands } from './requests';
import { cycleOf, turnOf, turnsWith } from './testing';

describe('resumeRule', () => {
  test('goes on with a turn that did not end well, within the old limit', () => {
    const rule = resumeRule(cycleOf({ turns: [turnOf(1), turnOf(2, { state: 'failed' })], stop_reason: 'error' }));
    expect(rule).toMatchObject({ least: 2, suggested: 8, warning: null });
    expect(rule.words).toContain('Turn 2 failed');
  });
  test('needs a higher limit when the limit ended it', () => {
    const rule = resumeRule(cycleOf({ turns: turnsWith(1, 2, 3), max_iterations: 3, stop_reason: 'max-iterations' }));
    expect(rule).toMatchObject({ least: 4, suggested: 6, warning: null });
  });
  test.each(['condition', 'no-gain', 'budget'])('says that %s will stop it again', (stop_reason) => {
    expect(resumeRule(cycleOf({ turns: turnsWith(1), stop_reason })).warning).toContain('stop again at once');
  });
});

test('limits that the server would refuse are not sent', () => {
  const rule = resumeRule(cycleOf({ turns: turnsWith(1, 2), stop_reason: 'max-iterations' }));
  expect(limitProblem(3, rule)).toBeNull();
  expect(limitProblem(2, rule)).toContain('At least 3');
  expect(limitProblem(NaN, rule)).toContain('whole number');
  expect(limitProblem(2.5, rule)).toContain('whole number');
  expect(limitProblem(1_000_001, rule)).toContain('At most');
});

describe('commands', () => {
  test('stop, with and without a reason', () => {
    expect(stopCommands('ID', 'good enough').cli).toBe("gyre cycle stop ID --reason 'good enough'");
    expect(stopCommands('ID', '').cli).toBe('gyre cycle stop ID');
    expect(stopCommands('ID', 'a"b').csharp).toContain('"a\\"b"');
    expect(stopCommands('ID', 'x').curl).toContain(`-d '{"reason":"x"}'`);
  });
  test('resume with a new limit', () => {
    expect(resumeCommands('ID', 20).cli).toBe('gyre cycle resume ID --max-iterations 20');
    expect(resumeCommands('ID', null).curl).toContain("-d '{}'");
  });
});

describe('starting again', () => {
  const given = cycleOf({ turns: [turnOf(1, { parameters: { 'a.rows': 7, 'a.mode': 'fast one' } }), turnOf(2)] });
  test('sends the values that the first turn was given', () => {
    expect(againRequest(given)).toEqual({
      path: '/api/v1/cycles',
      body: { project: 'loops', cycle: 'until-good', parameters: { 'a.rows': 7, 'a.mode': 'fast one' } },
    });
    expect(againCommands(given, '/p').cli).toBe(
      "gyre run /p --cycle until-good --parameter a.rows=7 --parameter 'a.mode=fast one'",
    );
  });
  test('starts the pipeline where steps make the turns', () => {
    expect(againRequest(cycleOf({ by_hand: true }))).toEqual({
      path: '/api/v1/runs',
      body: {
        project: 'loops',
        pipeline: 'learn',
        turns: { max_iterations: 8, objective: { metric: 'compare.metadata.accuracy', direction: 'maximize' } },
      },
    });
  });
});
