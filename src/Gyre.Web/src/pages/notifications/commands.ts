import { fill } from '@/api/client';
import type { RuleBody } from '@/api/notifications';
import { csharpOf, csText, curlOf } from '@/kit';

/** Rules have no command of their own: they are written in a project file, or put over HTTP. */
export type Ways = readonly (readonly [name: string, text: string])[];

export function listWays(): Ways {
  return [
    ['curl', curlOf('GET', '/api/v1/notifications')],
    ['C#', csharpOf('var rules = await api.Notifications.ListAsync();')],
  ];
}

export function putWays(name: string, body: RuleBody): Ways {
  return [
    ['curl', curlOf('PUT', fill('/api/v1/notifications/{name}', { name }), body)],
    ['C#', csharpOf(`await api.Notifications.PutAsync(${csText(name)}, ${requestOf(body)});`)],
    ['gyre.yaml', yamlOf(name, body)],
  ];
}

export function testWays(name: string): Ways {
  return [
    ['curl', curlOf('POST', fill('/api/v1/notifications/{name}/test', { name }))],
    ['C#', csharpOf(`var result = await api.Notifications.TestAsync(${csText(name)});`)],
  ];
}

export function removeWays(name: string): Ways {
  return [
    ['curl', curlOf('DELETE', fill('/api/v1/notifications/{name}', { name }))],
    ['C#', csharpOf(`await api.Notifications.DeleteAsync(${csText(name)});`)],
  ];
}

export function deliveriesWays(): Ways {
  return [
    ['curl', curlOf('GET', '/api/v1/notifications/deliveries')],
    ['C#', csharpOf('var undelivered = await api.Notifications.ListDeliveriesAsync();')],
  ];
}

export function retryWays(ids: readonly string[]): Ways {
  const calls = ids.map((id) => `await api.Notifications.RetryDeliveryAsync(Guid.Parse(${csText(id)}));`);
  return [
    ['curl', ids.map((id) => curlOf('POST', fill('/api/v1/notifications/deliveries/{id}/retry', { id }))).join('\n')],
    ['C#', csharpOf(calls.join('\n'))],
  ];
}

type Given = readonly (readonly [key: string, value: string | readonly string[] | null | undefined])[];

function present(given: Given): [string, string | readonly string[]][] {
  return given.flatMap(([key, value]) => (value == null ? [] : [[key, value]]));
}

function csObject(type: string, given: Given): string {
  const parts = present(given).map(
    ([key, value]) => `${key} = ${typeof value === 'string' ? csText(value) : `[${value.map(csText).join(', ')}]`}`,
  );
  return `new ${type} { ${parts.join(', ')} }`;
}

function requestOf(body: RuleBody): string {
  const start = csObject('PutNotificationRequest', [
    ['On', body.on],
    ['Pipeline', body.pipeline],
  ]).slice(0, -2);
  const { webhook, email } = body;
  if (webhook != null) {
    const target = csObject('WebhookTargetInfo', [
      ['Url', webhook.url],
      ['Secret', webhook.secret],
    ]);
    return `${start}, Webhook = ${target} }`;
  }
  if (email == null) return `${start} }`;
  const target = csObject('MailTargetInfo', [
    ['To', email.to],
    ['From', email.from],
    ['Server', email.server],
    ['User', email.user],
    ['Password', email.password],
  ]);
  return `${start}, Email = ${target} }`;
}

/** JSON texts are YAML texts too, so that no value can break out of its place. */
function yamlValue(value: string | readonly string[]): string {
  if (typeof value !== 'string') return `[${value.map(yamlValue).join(', ')}]`;
  return /^[A-Za-z][\w.-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);
}

function yamlLines(indent: string, given: Given): string[] {
  return present(given).map(([key, value]) => `${indent}${key}: ${yamlValue(value)}`);
}

function yamlOf(name: string, body: RuleBody): string {
  const { webhook, email } = body;
  const target =
    webhook != null
      ? [
          '    webhook:',
          ...yamlLines('      ', [
            ['url', webhook.url],
            ['secret', webhook.secret],
          ]),
        ]
      : [
          '    email:',
          ...yamlLines('      ', [
            ['to', email?.to],
            ['from', email?.from],
            ['server', email?.server],
            ['user', email?.user],
            ['password', email?.password],
          ]),
        ];
  const head = yamlLines('    ', [
    ['on', body.on],
    ['pipeline', body.pipeline],
  ]);
  return ['- notifications:', `  - name: ${yamlValue(name)}`, ...head, ...target].join('\n');
}
