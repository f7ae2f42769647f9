import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Assessment } from '@/formats/mlflow/traces';
import { Icon, Own, Time } from '@/kit';
import classes from './Trace.module.css';
import { Value } from './Value';

interface Props {
  assessments: readonly Assessment[];
  /** Leads to the span that an assessment is of. */
  onSpan?: (span: string) => void;
}

const few = 50;

/** What people, judges and checks said. */
export function AssessmentList({ assessments, onSpan }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? assessments : assessments.slice(0, few);
  return (
    <>
      <ul className={classes.assessments}>
        {shown.map((one) => (
          <li key={one.id}>
            <div className={classes.eventHead}>
              <strong>
                <Own text={one.name} max={40} />
              </strong>
              <span className={classes.verdict}>
                {one.value === true && <Icon name="check" size={14} />}
                {one.value === false && <Icon name="cross" size={14} />}
                <Value value={one.value} />
              </span>
              <span className={classes.dim}>
                {one.kind}
                {!one.valid && ', replaced'}
              </span>
              {one.spanId !== null && onSpan !== undefined && (
                <Button size="compact-xs" variant="subtle" onClick={() => onSpan(one.spanId ?? '')}>
                  Its span
                </Button>
              )}
            </div>
            {one.error !== null && <p className={classes.error}>{one.error.slice(0, 1000)}</p>}
            {one.rationale !== '' && (
              <p className={classes.rationale} dir="auto">
                {one.rationale.slice(0, 4000)}
              </p>
            )}
            <span className={classes.dim}>
              <Own text={one.sourceId || 'somebody'} max={40} /> ({sourceWord(one.sourceType)}),{' '}
              <Time at={one.createdAt} relative />
            </span>
          </li>
        ))}
      </ul>
      {shown.length < assessments.length && (
        <Button onClick={() => setAll(true)}>Show all {assessments.length.toLocaleString('en-US')}</Button>
      )}
    </>
  );
}

function sourceWord(type: string): string {
  switch (type) {
    case 'HUMAN':
      return 'person';
    case 'LLM_JUDGE':
    case 'AI_JUDGE':
      return 'model as a judge';
    case 'CODE':
      return 'code';
    default:
      return type === '' ? 'source not said' : type.slice(0, 40).toLowerCase().replaceAll('_', ' ');
  }
}
