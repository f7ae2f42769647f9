import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { configure, type Deployment } from '@/api/deployments';
import { useMayChange } from '@/app/session';
import { CopyAs, curlOf } from '@/kit';
import { Ask } from '@/pages/cycle/Ask';
import classes from '../actions.module.css';
import { Reason } from '../Reason';
import { useChange } from '../useChange';
import { draftOf, numberFields, type SettingsDraft, settingsProblem, settingsRequest, wordFields } from './draft';

/** Changes how a deployment decides, for those who may. */
export function ChangeSettings({ deployment }: { deployment: Deployment }) {
  return useMayChange() ? <Question deployment={deployment} /> : null;
}

function Question({ deployment: { name, settings } }: { deployment: Deployment }) {
  // What others change meanwhile is shown until the reader has changed something.
  const [edited, setEdited] = useState<SettingsDraft | null>(null);
  const draft = edited ?? draftOf(settings);
  const problem = settingsProblem(draft);
  const change = useChange({
    name,
    done: 'The settings are changed',
    make: (reason) => settingsRequest(draft, settings, reason),
    send: configure,
    onDone: () => setEdited(null),
  });
  return (
    <Ask
      title="Change settings?"
      word="Change settings"
      icon="gear"
      disabled={problem !== null || !change.ready}
      onYes={change.onYes}
    >
      <Fields draft={draft} onChange={setEdited} />
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <Reason value={change.reason} onChange={change.setReason} />
      {problem === null && (
        <CopyAs curl={curlOf('PUT', `/api/v1/deployments/${encodeURIComponent(name)}/route`, change.body)} />
      )}
    </Ask>
  );
}

function Fields({ draft, onChange }: { draft: SettingsDraft; onChange: (draft: SettingsDraft) => void }) {
  return (
    <div className={classes.fields}>
      {numberFields.map(({ key, label, empty }) => (
        <TextInput
          key={key}
          size="xs"
          label={label}
          inputMode="decimal"
          placeholder={empty}
          value={draft[key]}
          onChange={(event) => onChange({ ...draft, [key]: event.currentTarget.value })}
        />
      ))}
      {wordFields.map(({ key, label, options }) => (
        <Select
          key={key}
          size="xs"
          label={label}
          data={options}
          value={draft[key]}
          onChange={(value) => onChange({ ...draft, [key]: value ?? draft[key] })}
          allowDeselect={false}
        />
      ))}
    </div>
  );
}
