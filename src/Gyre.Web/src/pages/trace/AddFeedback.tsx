import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useMayChange, useSession } from '@/app/session';
import { addFeedback } from '@/formats/mlflow/traces';
import { CopyAs, curlOf, Icon, useAction } from '@/kit';
import { mlflowCommands } from '../tracking/commands';
import classes from './Trace.module.css';
import { feedbackValue } from './values';

const empty = { name: '', value: '', rationale: '' };

/** A person's opinion of the whole trace. */
export function AddFeedback({ trace }: { trace: string }) {
  const may = useMayChange();
  const by = useSession().data?.name ?? 'local';
  const [draft, setDraft] = useState<typeof empty | null>(null);
  const action = useAction({
    run: ({ name, value, rationale }: typeof empty) =>
      addFeedback(trace, name.trim(), feedbackValue(value), rationale.trim(), by),
    done: 'Feedback added',
    invalidates: [['trace', trace], ['traces']],
    onDone: () => setDraft(null),
  });
  if (!may) return null;
  if (draft === null) {
    return (
      <Button variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => setDraft(empty)}>
        Add feedback
      </Button>
    );
  }
  const isReady = draft.name.trim() !== '' && draft.value.trim() !== '';
  const assessment = {
    assessment_name: draft.name.trim(),
    source: { source_type: 'HUMAN', source_id: by },
    feedback: { value: feedbackValue(draft.value) },
    ...(draft.rationale.trim() === '' ? {} : { rationale: draft.rationale.trim() }),
  };
  const said = [
    '--name',
    draft.name.trim(),
    '--value',
    draft.value.trim(),
    '--source-type',
    'HUMAN',
    '--source-id',
    by,
  ];
  const { cli } = mlflowCommands(['traces', 'log-feedback', '--trace-id', trace, ...said], '', {});
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) action.act(draft);
      }}
    >
      <Field label="Name" placeholder="correct" value={draft.name} onChange={(name) => setDraft({ ...draft, name })} />
      <Field
        label="Value"
        placeholder="true, 0.8 or a word"
        value={draft.value}
        onChange={(value) => setDraft({ ...draft, value })}
      />
      <Field
        label="Why"
        placeholder="If you like"
        value={draft.rationale}
        onChange={(rationale) => setDraft({ ...draft, rationale })}
      />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={action.busy} disabled={!isReady}>
          Save
        </Button>
        <Button onClick={() => setDraft(null)}>Cancel</Button>
        <CopyAs
          cli={cli}
          curl={curlOf('POST', `/api/3.0/mlflow/traces/${encodeURIComponent(trace)}/assessments`, {
            assessment,
          })}
        />
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}

function Field({ label, placeholder, value, onChange }: FieldProps) {
  return (
    <TextInput
      size="xs"
      label={label}
      placeholder={placeholder}
      maxLength={4000}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
