import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Deployment, DeploymentVersion } from '@/api/deployments';
import { CopyAs, curlOf } from '@/kit';
import { versionRows } from '@/pages/deployment/route';
import { versionLabel } from '@/pages/deployment/SharesEditor';
import { askedOf, mostVersions, type Question, usualLevel, usualRows, versionsIn } from './question';
import classes from './workbench.module.css';

interface Props {
  deployment: Deployment;
  versions: readonly DeploymentVersion[];
  question: Question;
  now: number;
  busy: boolean;
  onAsk: (question: Question) => void;
}

const fields = [
  ['from', 'From', 'the beginning, or 7d'],
  ['to', 'To', 'now, or 1h'],
  ['rows', 'Rows at most', usualRows.toLocaleString('en-US')],
  ['level', 'Level of the intervals', String(usualLevel)],
] as const;

/** What is asked: which versions, on which part of the log. It asks only; nothing is changed. */
export function Form({ deployment, versions, question, now, busy, onAsk }: Props) {
  const [draft, setDraft] = useState(question);
  const [tried, setTried] = useState(false);
  const { body, problems } = askedOf(draft, now);
  const chosen = (versionsIn(draft.versions) ?? []).map(String);
  const none = chosen.length === 0 ? 'Choose the versions to ask about.' : null;
  const rows = versionRows(deployment, versions);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (body !== null) onAsk(draft);
      }}
    >
      <MultiSelect
        className={classes.wide}
        size="xs"
        label="Versions"
        placeholder={chosen.length === 0 ? 'Choose some' : ''}
        data={rows.map((row) => ({ value: String(row.version), label: versionLabel(row) }))}
        value={chosen}
        onChange={(next) => setDraft({ ...draft, versions: next.join(',') })}
        maxValues={mostVersions}
        searchable
        limit={200}
        error={problems.versions ?? (tried ? none : null)}
      />
      {fields.map(([key, label, placeholder]) => (
        <TextInput
          key={key}
          size="xs"
          label={label}
          placeholder={placeholder}
          value={draft[key]}
          onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })}
          error={problems[key] ?? null}
        />
      ))}
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={busy}>
          Estimate
        </Button>
        {body !== null && (
          <CopyAs curl={curlOf('POST', `/api/v1/deployments/${encodeURIComponent(deployment.name)}/evaluate`, body)} />
        )}
      </div>
    </form>
  );
}
