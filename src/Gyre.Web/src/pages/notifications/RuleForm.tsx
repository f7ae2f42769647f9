import {
  Autocomplete,
  Button,
  Group,
  MultiSelect,
  SegmentedControl,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { ApiError } from '@/api/client';
import { putRule, type Rule, rulesQuery } from '@/api/notifications';
import { runWindowQuery } from '@/api/runs';
import { useAction, CopyMenu } from '@/kit';
import { putWays } from './commands';
import classes from './notifications.module.css';
import {
  bodyOf,
  type Draft,
  draftOf,
  emptyDraft,
  eventChoices,
  meaningOf,
  type Problems,
  problemsOf,
  serverProblems,
} from './ruleRows';

interface FieldsProps {
  draft: Draft;
  problems: Problems;
  set: (patch: Partial<Draft>) => void;
}

export function RuleForm({ rule, onClose }: { rule: Rule | undefined; onClose: () => void }) {
  const rules = useQuery(rulesQuery());
  const [draft, setDraft] = useState<Draft>(rule === undefined ? emptyDraft : draftOf(rule));
  const [tried, setTried] = useState(false);
  const [changed, setChanged] = useState(false);
  const name = draft.name.trim();
  const action = useAction({
    run: () => putRule(name, bodyOf(draft)),
    done: rule === undefined ? 'Rule created' : 'Rule saved',
    invalidates: [['notifications']],
    onDone: onClose,
  });
  const own = problemsOf(draft);
  if (rule === undefined && rules.data?.some((one) => one.name === name && one.project == null) === true) {
    own.name = 'There is a rule of this name. Edit that one, or choose another name.';
  }
  const refused = action.error instanceof ApiError && !changed ? serverProblems(action.error.errors) : {};
  const sound = Object.keys(own).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    setChanged(false);
    if (sound) action.act();
  };
  const fields: FieldsProps = {
    draft,
    problems: tried ? { ...refused, ...own } : {},
    set: (patch) => {
      setChanged(true);
      setDraft((before) => ({ ...before, ...patch }));
    },
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <What {...fields} fixed={rule !== undefined} />
        {draft.way === 'webhook' ? <WebhookFields {...fields} /> : <MailFields {...fields} />}
        <Group justify="space-between">
          {sound ? <CopyMenu ways={putWays(name, bodyOf(draft))} /> : <span />}
          <Button type="submit" variant="filled" loading={action.busy}>
            {rule === undefined ? 'Create' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function What({ draft, problems, set, fixed }: FieldsProps & { fixed: boolean }) {
  const runs = useQuery(runWindowQuery({}, 0));
  const pipelines = useMemo(() => [...new Set((runs.data ?? []).map((run) => run.pipeline))].sort(), [runs.data]);
  return (
    <>
      <TextInput
        size="sm"
        label="Name"
        required
        disabled={fixed}
        value={draft.name}
        error={problems.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        {...(fixed ? {} : { 'data-autofocus': true })}
      />
      <MultiSelect
        size="sm"
        label="Tell when"
        required
        searchable
        data={eventChoices(draft.on)}
        value={draft.on}
        error={problems.on}
        onChange={(on) => set({ on })}
        renderOption={({ option }) => (
          <span className={classes.option}>
            <span>{option.value}</span>
            <small>{meaningOf(option.value) ?? 'an event of the log'}</small>
          </span>
        )}
      />
      <Autocomplete
        size="sm"
        label="Pipeline"
        description="Only runs and cycles of this pipeline; empty for all"
        data={pipelines}
        limit={30}
        value={draft.pipeline}
        error={problems.pipeline}
        onChange={(pipeline) => set({ pipeline })}
      />
      <div>
        <Text size="sm" id="rule-way">
          By
        </Text>
        <SegmentedControl
          size="sm"
          aria-labelledby="rule-way"
          value={draft.way}
          onChange={(way) => set({ way: way === 'email' ? 'email' : 'webhook' })}
          data={[
            { value: 'webhook', label: 'Webhook' },
            { value: 'email', label: 'Email' },
          ]}
        />
      </div>
    </>
  );
}

function WebhookFields({ draft, problems, set }: FieldsProps) {
  return (
    <fieldset className={classes.fields} aria-label="Webhook">
      <TextInput
        size="sm"
        label="Address"
        required
        type="url"
        placeholder="https://hooks.example.com/gyre"
        value={draft.url}
        error={problems.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <VariableInput
        label="Variable with the secret"
        description="Name of an environment variable of the server, never the secret itself. Empty: messages are not signed."
        placeholder="GYRE_NOTIFY_KEY"
        value={draft.secret}
        error={problems.secret}
        onChange={(secret) => set({ secret })}
      />
    </fieldset>
  );
}

function MailFields({ draft, problems, set }: FieldsProps) {
  return (
    <fieldset className={classes.fields} aria-label="Email">
      <TagsInput
        size="sm"
        label="To"
        required
        description="Plain addresses; Enter or a comma adds one"
        splitChars={[',', ';', ' ']}
        value={draft.to}
        error={problems.to}
        onChange={(to) => set({ to })}
      />
      <TextInput
        size="sm"
        label="From"
        required
        placeholder="gyre@example.com"
        value={draft.from}
        error={problems.from}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        size="sm"
        label="Mail server"
        required
        placeholder="smtp://mail.example.com:587"
        value={draft.server}
        error={problems.server}
        onChange={(event) => set({ server: event.currentTarget.value })}
      />
      <VariableInput
        label="Variable with the user"
        description="Names of environment variables of the server, never the values. Empty: without login."
        placeholder="GYRE_NOTIFY_USER"
        value={draft.user}
        error={problems.user}
        onChange={(user) => set({ user })}
      />
      <VariableInput
        label="Variable with the password"
        placeholder="GYRE_NOTIFY_PASSWORD"
        value={draft.password}
        error={problems.password}
        onChange={(password) => set({ password })}
      />
    </fieldset>
  );
}

interface VariableProps {
  label: string;
  description?: string;
  placeholder: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

function VariableInput({ onChange, description, ...rest }: VariableProps) {
  return (
    <TextInput
      size="sm"
      autoComplete="off"
      spellCheck={false}
      {...rest}
      {...(description === undefined ? {} : { description })}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
