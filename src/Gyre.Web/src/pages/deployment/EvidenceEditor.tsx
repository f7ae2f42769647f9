import { Button, TextInput } from '@mantine/core';
import { IconButton, Icon } from '@/kit';
import classes from './actions.module.css';
import { evidenceProblem, type EvidenceText, noEvidence } from './requests';

interface Props {
  rows: readonly EvidenceText[];
  onChange: (rows: readonly EvidenceText[]) => void;
  /** What the log says of the change; null where it says nothing. */
  suggested: EvidenceText | null;
}

/** The server takes at most this many. */
const most = 100;

/** Metrics that speak for a change, none at first. */
export function EvidenceEditor({ rows, onChange, suggested }: Props) {
  const set = (index: number, patch: Partial<EvidenceText>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...patch } : row)));
  const given = suggested !== null && rows.some((row) => row.metric === suggested.metric);
  return (
    <fieldset className={classes.evidence}>
      <legend>Evidence, optional</legend>
      {rows.map((row, index) => (
        <div key={index} className={classes.metric}>
          {(['metric', 'before', 'value'] as const).map((key) => (
            <TextInput
              key={key}
              size="xs"
              aria-label={`${labels[key]} ${index + 1}`}
              placeholder={labels[key]}
              value={row[key]}
              inputMode={key === 'metric' ? 'text' : 'decimal'}
              onChange={(event) => set(index, { [key]: event.currentTarget.value })}
            />
          ))}
          <IconButton
            icon="cross"
            label={`Remove metric ${index + 1}`}
            onClick={() => onChange(rows.filter((_, at) => at !== index))}
          />
          {evidenceProblem(row) !== null && <p className={classes.problem}>{evidenceProblem(row)}</p>}
        </div>
      ))}
      <div className={classes.row}>
        {rows.length < most && (
          <Button leftSection={<Icon name="plus" size={14} />} onClick={() => onChange([...rows, noEvidence])}>
            Add a metric
          </Button>
        )}
        {suggested !== null && !given && (
          <Button onClick={() => onChange([...rows, suggested])}>Take the average rewards of the log</Button>
        )}
      </div>
    </fieldset>
  );
}

const labels = { metric: 'Metric', before: 'Before', value: 'Value' };
