import { describe, expect, it } from 'vitest';
import { againRequest } from '@/api/runs';
import {
  answerCommands,
  cancelCommands,
  decideCommands,
  invalidateCommands,
  logCommands,
  startCommands,
} from './commands';

const run = '01a229d2-483d-7cdb-9bfd-45bff3cc3b84';

describe('commands', () => {
  it('quotes what people wrote for the shell and for C#', () => {
    const { cli, curl, csharp } = cancelCommands(run, `it's "wrong"; rm -rf /`);
    expect(cli).toBe(`gyre cancel ${run} --reason 'it'\\''s "wrong"; rm -rf /'`);
    expect(curl).toContain(`-d '{"reason":"it'\\''s \\"wrong\\"; rm -rf /"}'`);
    expect(csharp).toContain(`"it's \\"wrong\\"; rm -rf /"`);
  });

  it('leaves out an empty reason', () => {
    expect(cancelCommands(run, '').cli).toBe(`gyre cancel ${run}`);
    expect(cancelCommands(run, '').curl).toContain(`-d '{}'`);
  });

  it('encodes node paths part by part in addresses and quotes them in the shell', () => {
    const { cli, curl } = decideCommands(run, 'loop[1]/ask me', false, 'no');
    expect(cli).toBe(`gyre refuse ${run} 'loop[1]/ask me' --comment no`);
    expect(curl).toContain(`/approvals/loop%5B1%5D/ask%20me`);
    expect(curl).toContain('"approved":false');
    expect(logCommands(run, 'train[2]').curl).toContain('Accept: text/event-stream');
  });

  it('repeats a run with its parameters and title', () => {
    const body = againRequest({
      project: 'demo',
      pipeline: 'digits',
      title: 'demo turn 3',
      parameters: { 'train.hidden': [60, 26], mode: 'a b' },
    });
    expect(startCommands(body).cli).toBe(
      `gyre run . --pipeline digits --parameter 'train.hidden=[60,26]' --parameter 'mode=a b' --title 'demo turn 3'`,
    );
    expect(againRequest({ project: 'p', pipeline: 'digits', title: 'digits', parameters: {} })).toEqual({
      project: 'p',
      pipeline: 'digits',
    });
  });

  it('sends answers and invalidations as the API wants them', () => {
    expect(answerCommands(run, 'review', { stars: 4 }).curl).toContain(`{"key":"review","document":{"stars":4}}`);
    expect(invalidateCommands(run, 'train').curl).toContain(`{"run_id":"${run}","node":"train","dry_run":false}`);
  });
});
