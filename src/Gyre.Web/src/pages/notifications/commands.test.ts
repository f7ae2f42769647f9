import { describe, expect, it } from 'vitest';
import { putWays, removeWays, retryWays, testWays, type Ways } from './commands';

const way = (ways: Ways, name: string) => ways.find(([one]) => one === name)?.[1] ?? '';
const hook = {
  on: ['run-failed', 'node.ended'],
  pipeline: null,
  webhook: { url: 'https://x.y/z', secret: 'GYRE_NOTIFY_KEY' },
};
const mail = {
  on: ['run-ended'],
  pipeline: 'my "loop"',
  email: { to: ['a@b.c'], from: 'g@b.c', server: 'smtp://m:25', user: null, password: null },
};

describe('putting a rule', () => {
  it('is a request with the whole rule', () => {
    expect(way(putWays('broken', hook), 'curl')).toContain('-X PUT');
    expect(way(putWays('broken', hook), 'curl')).toContain('/api/v1/notifications/broken');
    expect(way(putWays('broken', hook), 'curl')).toContain('"secret":"GYRE_NOTIFY_KEY"');
  });

  it('is a call in C#', () => {
    expect(way(putWays('broken', hook), 'C#')).toContain(
      'PutAsync("broken", new PutNotificationRequest { On = ["run-failed", "node.ended"], Webhook = new WebhookTargetInfo { Url = "https://x.y/z", Secret = "GYRE_NOTIFY_KEY" } });',
    );
    expect(way(putWays('ask', mail), 'C#')).toContain(
      'Pipeline = "my \\"loop\\"", Email = new MailTargetInfo { To = ["a@b.c"], From = "g@b.c", Server = "smtp://m:25" } }',
    );
  });

  it('is a part of a project file', () => {
    expect(way(putWays('broken', hook), 'gyre.yaml')).toBe(
      [
        '- notifications:',
        '  - name: broken',
        '    on: [run-failed, node.ended]',
        '    webhook:',
        '      url: "https://x.y/z"',
        '      secret: GYRE_NOTIFY_KEY',
      ].join('\n'),
    );
    expect(way(putWays('on', mail), 'gyre.yaml')).toContain('- name: "on"');
    expect(way(putWays('ask', mail), 'gyre.yaml')).toContain('pipeline: "my \\"loop\\""');
  });
});

it('names the rule in the address', () => {
  expect(way(testWays('a b'), 'curl')).toContain('/notifications/a%20b/test');
  expect(way(removeWays('x'), 'curl')).toContain('-X DELETE');
});

it('retries several messages', () => {
  const made = retryWays(['1', '2']);
  expect(way(made, 'curl').split('\n')).toHaveLength(2);
  expect(way(made, 'C#').match(/RetryDeliveryAsync/g)).toHaveLength(2);
});
