import type { Rule, RuleBody } from '@/api/notifications';

/** What people are told, in the words of the API. */
export const eventWords: readonly { word: string; means: string }[] = [
  { word: 'run-accepted', means: 'a run is accepted' },
  { word: 'run-resumed', means: 'a run is resumed' },
  { word: 'run-succeeded', means: 'a run succeeds' },
  { word: 'run-failed', means: 'a run fails' },
  { word: 'run-cancelled', means: 'a run is cancelled' },
  { word: 'run-stopped', means: 'a run is stopped' },
  { word: 'run-ended', means: 'a run ends in any state' },
  { word: 'cycle-started', means: 'a cycle starts' },
  { word: 'cycle-turn', means: 'a turn of a cycle is created' },
  { word: 'cycle-stopped', means: 'a cycle stops, with the reason' },
  { word: 'cycle-resumed', means: 'a cycle is resumed' },
  { word: 'approval-wanted', means: 'a node waits for approval' },
  { word: 'approval-given', means: 'an approval is answered' },
  { word: 'condition-unclear', means: 'a condition cannot be evaluated' },
  { word: 'node-failed', means: 'a node run fails after all retries' },
];

/** Types of the event log that no word stands for. */
export const eventTypes: readonly { word: string; means: string }[] = [
  { word: 'cycle.decided', means: 'a turn ends and the cycle decides' },
  { word: 'node.started', means: 'an attempt of a node starts' },
  { word: 'node.retry', means: 'a node fails and is tried again' },
  { word: 'node.ended', means: 'a node run ends' },
  { word: 'node.waiting', means: 'a node waits for input from outside' },
  { word: 'node.answered', means: 'a waiting node is answered' },
  { word: 'node.reminder', means: 'a node still waits for its answer' },
  { word: 'task.started', means: 'the trials of a sweep are created' },
  { word: 'loop.started', means: 'the iterations of a loop are created' },
];

/** What a word of a rule stands for; null for one that is not known here. */
export function meaningOf(word: string): string | null {
  return [...eventWords, ...eventTypes].find((one) => one.word === word)?.means ?? null;
}

/** The choices for `on`, with those a rule already has. */
export function eventChoices(given: readonly string[]): { group: string; items: string[] }[] {
  const [words, types] = [eventWords.map((one) => one.word), eventTypes.map((one) => one.word)];
  const others = given.filter((word) => !words.includes(word) && !types.includes(word));
  return [
    { group: 'Events', items: words },
    { group: 'Details, many messages', items: types },
    ...(others.length === 0 ? [] : [{ group: 'Others of this rule', items: others }]),
  ];
}

export type Way = 'webhook' | 'email';

/** A rule as it is being written: all texts, empty for none. */
export interface Draft {
  name: string;
  on: string[];
  pipeline: string;
  way: Way;
  url: string;
  secret: string;
  to: string[];
  from: string;
  server: string;
  user: string;
  password: string;
}

export const emptyDraft: Draft = {
  name: '',
  on: [],
  pipeline: '',
  way: 'webhook',
  url: '',
  secret: '',
  to: [],
  from: '',
  server: '',
  user: '',
  password: '',
};

export function draftOf(rule: Rule): Draft {
  return {
    name: rule.name,
    on: [...rule.on],
    pipeline: rule.pipeline ?? '',
    way: rule.email == null ? 'webhook' : 'email',
    url: rule.webhook?.url ?? '',
    secret: rule.webhook?.secret ?? '',
    to: [...(rule.email?.to ?? [])],
    from: rule.email?.from ?? '',
    server: rule.email?.server ?? '',
    user: rule.email?.user ?? '',
    password: rule.email?.password ?? '',
  };
}

function orNull(text: string): string | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : trimmed;
}

/** What the server is sent. What belongs to the other way of telling is left out. */
export function bodyOf(draft: Draft): RuleBody {
  const body = { on: draft.on, pipeline: orNull(draft.pipeline) };
  if (draft.way === 'webhook') return { ...body, webhook: { url: draft.url.trim(), secret: orNull(draft.secret) } };
  return {
    ...body,
    email: {
      to: draft.to.map((one) => one.trim()),
      from: draft.from.trim(),
      server: draft.server.trim(),
      user: orNull(draft.user),
      password: orNull(draft.password),
    },
  };
}

export type FieldName = keyof Draft;
export type Problems = Partial<Record<FieldName, string>>;

const prefix = 'GYRE_NOTIFY_';

function variableProblem(name: string): string | undefined {
  const text = name.trim();
  if (text === '' || /^GYRE_NOTIFY_\w+$/.test(text)) return undefined;
  // The text is not repeated: it may be the secret itself.
  return `Give the name of an environment variable of the server that starts with ${prefix}, not the value.`;
}

function urlProblem(text: string): string | undefined {
  const wrong = 'Give an absolute address that starts with https://, without user, password or fragment.';
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return wrong;
  }
  const good = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === '';
  return good ? undefined : wrong;
}

function addressProblem(text: string): string | undefined {
  return /^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(text.trim())
    ? undefined
    : 'Give a plain address, such as anna@example.com.';
}

/** What keeps a draft from being saved, by field. The server has the last word. */
export function problemsOf(draft: Draft): Problems {
  const found: Record<string, string | undefined> = {
    name: /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(draft.name.trim())
      ? undefined
      : 'Use 1 to 63 letters, digits, ".", "_" and "-", starting and ending with a letter or digit.',
    on: draft.on.length === 0 ? 'Choose at least one event.' : undefined,
    ...(draft.way === 'webhook' ? webhookProblems(draft) : mailProblems(draft)),
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== undefined));
}

function webhookProblems(draft: Draft): Record<string, string | undefined> {
  return { url: urlProblem(draft.url), secret: variableProblem(draft.secret) };
}

function mailProblems(draft: Draft): Record<string, string | undefined> {
  const login = (draft.user.trim() === '') !== (draft.password.trim() === '');
  const missing = login ? 'User and password go together.' : undefined;
  return {
    to:
      draft.to.length === 0 || draft.to.length > 50
        ? 'Give 1 to 50 addresses.'
        : draft.to.map(addressProblem).find((problem) => problem !== undefined),
    from: addressProblem(draft.from),
    server: /^smtps?:\/\/[^\s/@?#]+:\d+\/?$/.test(draft.server.trim())
      ? undefined
      : 'Give smtp://HOST:PORT or smtps://HOST:PORT.',
    user: variableProblem(draft.user) ?? (draft.user.trim() === '' ? missing : undefined),
    password: variableProblem(draft.password) ?? (draft.password.trim() === '' ? missing : undefined),
  };
}

/** The server's complaints by field: `webhook/url` is the field `url`. */
export function serverProblems(errors: readonly { path: string; message: string }[]): Problems {
  const problems: Problems = {};
  for (const { path, message } of errors) {
    const field = path.split('/').at(-1) ?? '';
    if (Object.hasOwn(emptyDraft, field)) problems[field as FieldName] ??= message;
  }
  return problems;
}

/** Where a rule sends to, for lists: the address, or the receivers. */
export function targetOf(rule: Pick<Rule, 'webhook' | 'email'>): string {
  if (rule.webhook != null) return rule.webhook.url;
  return (rule.email?.to ?? []).join(', ');
}

/** Two rules may have one name: one that was put, and one of a project file. */
export function ruleKey(rule: Pick<Rule, 'name' | 'project'>): string {
  return rule.project == null ? rule.name : `${rule.name}@${rule.project}`;
}

/** The rule of a key. A message knows only the name: then the one that was put comes first, as on the server. */
export function findRule(rules: readonly Rule[], key: string): Rule | undefined {
  return rules.find((rule) => ruleKey(rule) === key) ?? rules.find((rule) => rule.name === key);
}
