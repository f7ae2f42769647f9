import { describe, expect, it } from 'vitest';
import { changeOf, deploymentOf, figuresOf } from '@/pages/deployments/testing';
import {
  configureCommands,
  configureRequest,
  draftOf,
  draftProblem,
  evidenceOf,
  evidenceProblem,
  promoteCommands,
  promoteRequest,
  rewardEvidence,
  rollBackCommands,
  rollBackRequest,
  rollBackTo,
} from './requests';

describe('evidence', () => {
  it('is sent as numbers', () => {
    expect(evidenceOf([{ metric: ' reward ', before: '', value: '0.3' }])).toEqual([{ metric: 'reward', value: 0.3 }]);
    expect(evidenceOf([{ metric: 'a', before: '1', value: '2' }])).toEqual([{ metric: 'a', value: 2, before: 1 }]);
  });

  it('is refused before the server refuses it', () => {
    const problem = (metric: string, before: string, value: string) => evidenceProblem({ metric, before, value });
    expect(problem('a', '', '1')).toBeNull();
    expect(problem(' ', '', '1')).toContain('Name');
    expect(problem('a', '', 'x')).toContain('number');
    expect(problem('a', 'x', '1')).toContain('before');
    expect(problem('a', '', 'inf')).toContain('number');
    expect(problem('a'.repeat(251), '', '1')).toContain('250');
  });

  it('is found in the log', () => {
    expect(rewardEvidence(figuresOf(), 5, 4)).toEqual({ metric: 'average_reward', value: '0.4', before: '0.3' });
    expect(rewardEvidence(figuresOf(), 9, 4)).toBeNull();
    expect(rewardEvidence(undefined, 5, 4)).toBeNull();
  });
});

describe('shares', () => {
  const draft = draftOf(deploymentOf({ canaries: [{ version: 5, share: 0.07 }] }));

  it('go to percent and back unchanged', () => {
    expect(draft.canaries).toEqual([{ version: 5, percent: '7' }]);
    expect(configureRequest(draft, ' more ')).toEqual({
      canaries: [{ version: 5, share: 0.07 }],
      shadows: [6],
      reason: 'more',
    });
  });

  it('leave the champion something', () => {
    const with_ = (...percents: string[]) =>
      draftProblem({ canaries: percents.map((percent, version) => ({ version, percent })), shadows: [] });
    expect([with_(), with_('60', '39.9')]).toEqual([null, null]);
    for (const bad of [['0'], ['100'], ['x'], [''], ['-5'], ['60', '40']]) expect(with_(...bad)).not.toBeNull();
    expect(draftProblem({ canaries: [], shadows: Array.from({ length: 17 }, (_, at) => at) })).toContain('16');
  });
});

describe('a rollback', () => {
  it('goes to the version before the last promotion, once', () => {
    expect(rollBackTo(deploymentOf(), [changeOf()])).toBe(3);
    expect(rollBackTo(deploymentOf(), [changeOf({ kind: 'rolled-back' }), changeOf()])).toBeNull();
    expect(rollBackTo(deploymentOf(), [])).toBeNull();
  });
});

describe('commands', () => {
  it('promote', () => {
    const body = promoteRequest(5, 4, "it's better", [{ metric: 'reward', value: 0.3, before: 0.2 }]);
    const { cli, curl, csharp } = promoteCommands('shop', body);
    expect(body.expected).toBe(4);
    expect(cli).toBe(`gyre deploy shop --version 5 --reason 'it'\\''s better'`);
    expect(curl).toContain('/api/v1/deployments/shop/promote');
    expect(csharp).toContain(
      `await api.Deployments.PromoteAsync("shop", new PromoteRequest { Version = 5, Expected = 4, Reason = "it's better", Evidence = [new AliasEvidenceInfo { Metric = "reward", Value = 0.3, Before = 0.2 }] });`,
    );
  });

  it('roll back', () => {
    const { cli, csharp } = rollBackCommands('shop', rollBackRequest('', []));
    expect(cli).toBe('gyre rollback shop');
    expect(csharp).toContain('RollBackAsync("shop", new RollBackRequest());');
  });

  it('change shares, for which there is no command', () => {
    const commands = configureCommands('shop', configureRequest(draftOf(deploymentOf()), 'why'));
    expect(commands.cli).toBeUndefined();
    expect(commands.curl).toContain('curl -X PUT');
    expect(commands.csharp).toContain(
      'Canaries = [new CanaryInfo { Version = 5, Share = 0.1 }], Shadows = [6], Reason = "why"',
    );
  });
});
