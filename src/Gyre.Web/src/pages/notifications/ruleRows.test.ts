import { describe, expect, it } from 'vitest';
import type { Rule } from '@/api/notifications';
import {
  bodyOf,
  draftOf,
  emptyDraft,
  eventChoices,
  findRule,
  meaningOf,
  problemsOf,
  ruleKey,
  serverProblems,
  targetOf,
} from './ruleRows';

const hook: Rule = {
  name: 'broken',
  on: ['run-failed'],
  pipeline: null,
  webhook: { url: 'https://hooks.example.com/gyre', secret: 'GYRE_NOTIFY_KEY' },
  email: null,
};
const mail: Rule = {
  name: 'ask',
  on: ['approval-wanted'],
  pipeline: 'train',
  webhook: null,
  email: {
    to: ['anna@example.com'],
    from: 'gyre@example.com',
    server: 'smtp://mail.example.com:587',
    user: null,
    password: null,
  },
};

describe('drafts', () => {
  it('give back the rule they came from', () => {
    expect(bodyOf(draftOf(hook))).toEqual({ on: hook.on, pipeline: null, webhook: hook.webhook });
    expect(bodyOf(draftOf(mail))).toEqual({ on: mail.on, pipeline: 'train', email: mail.email });
  });

  it('send only the way that was chosen, without spaces around', () => {
    const draft = {
      ...draftOf(hook),
      way: 'email' as const,
      to: [' a@b.c '],
      from: 'g@b.c',
      server: 'smtps://m:465',
      user: ' ',
    };
    expect(bodyOf(draft)).toEqual({
      on: ['run-failed'],
      pipeline: null,
      email: { to: ['a@b.c'], from: 'g@b.c', server: 'smtps://m:465', user: null, password: null },
    });
  });
});

describe('problemsOf', () => {
  it('finds none in sound rules', () => {
    expect(problemsOf(draftOf(hook))).toEqual({});
    expect(problemsOf(draftOf(mail))).toEqual({});
  });

  it('asks for what is missing', () => {
    expect(Object.keys(problemsOf(emptyDraft)).sort()).toEqual(['name', 'on', 'url']);
    expect(Object.keys(problemsOf({ ...emptyDraft, way: 'email' })).sort()).toEqual([
      'from',
      'name',
      'on',
      'server',
      'to',
    ]);
  });

  it.each(['a b', '-a', 'a-', 'ä', 'x'.repeat(64)])('refuses the name %s', (name) => {
    expect(problemsOf({ ...draftOf(hook), name }).name).toBeDefined();
  });

  it.each(['hooks.example.com', 'ftp://x.y/', 'https://u:p@x.y/', 'https://x.y/#z'])(
    'refuses the address %s',
    (url) => {
      expect(problemsOf({ ...draftOf(hook), url }).url).toBeDefined();
    },
  );

  it('refuses a secret where its name belongs, and does not repeat it', () => {
    const problem = problemsOf({ ...draftOf(hook), secret: 'hunter2' }).secret;
    expect(problem).toContain('GYRE_NOTIFY_');
    expect(problem).not.toContain('hunter2');
    expect(problemsOf({ ...draftOf(hook), secret: 'GYRE_NOTIFY_' }).secret).toBeDefined();
    expect(problemsOf({ ...draftOf(hook), secret: '' }).secret).toBeUndefined();
  });

  it('wants user and password together', () => {
    const draft = { ...draftOf(mail), user: 'GYRE_NOTIFY_USER' };
    expect(problemsOf(draft)).toEqual({ password: 'User and password go together.' });
    expect(problemsOf({ ...draft, password: 'GYRE_NOTIFY_PASSWORD' })).toEqual({});
  });

  it('checks every receiver', () => {
    expect(problemsOf({ ...draftOf(mail), to: ['anna@example.com', 'Anna <a@b.c>'] }).to).toBeDefined();
    expect(problemsOf({ ...draftOf(mail), to: Array.from({ length: 51 }, () => 'a@b.c') }).to).toBeDefined();
  });

  it.each(['mail.example.com:587', 'smtp://mail.example.com', 'smtp://u@m:25', 'http://m:25'])(
    'refuses the server %s',
    (server) => {
      expect(problemsOf({ ...draftOf(mail), server }).server).toBeDefined();
    },
  );
});

it('puts the complaints of the server at their fields', () => {
  expect(
    serverProblems([
      { path: 'webhook/url', message: 'bad address' },
      { path: 'on', message: 'first' },
      { path: 'on', message: 'second' },
      { path: '', message: 'everything' },
    ]),
  ).toEqual({ url: 'bad address', on: 'first' });
});

it('keeps events of a rule that are not known here', () => {
  expect(eventChoices(['run-failed', 'data.late']).at(-1)).toEqual({
    group: 'Others of this rule',
    items: ['data.late'],
  });
  expect(eventChoices(['run-failed', 'node.retry'])).toHaveLength(2);
  expect(meaningOf('run-failed')).toBe('a run fails');
  expect(meaningOf('data.late')).toBeNull();
});

it('shows where a rule sends to', () => {
  expect(targetOf(hook)).toBe('https://hooks.example.com/gyre');
  expect(targetOf(mail)).toBe('anna@example.com');
});

it('tells rules of one name apart', () => {
  expect(ruleKey(hook)).not.toBe(ruleKey({ ...hook, project: 'loops' }));
});

it('finds a rule by its key, else by its name', () => {
  const declared = { ...hook, project: 'loops' };
  expect(findRule([declared, hook], 'broken')).toBe(hook);
  expect(findRule([declared, hook], 'broken@loops')).toBe(declared);
  expect(findRule([declared], 'broken')).toBe(declared);
  expect(findRule([declared], 'gone')).toBeUndefined();
});
