import { ActionIcon } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { childrenQuery, durationOf, type TrackingRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import { count, Duration, Icon, Own, Section, State, To } from '@/kit';
import { compareLink, mostCompared } from '../experiment/compareLink';
import { useTrackingChanges } from '../experiment/useTrackingChanges';
import classes from './TrackingRun.module.css';

/** Runs that lie in this one, as a tree that opens on demand. */
export function Nested({ run }: { run: TrackingRun }) {
  const result = useQuery(childrenQuery(run.experiment, run.id));
  const client = useQueryClient();
  useTrackingChanges(
    (change) => change.experiment === run.experiment,
    () => void client.invalidateQueries({ queryKey: ['tracking-children'] }),
  );
  const children = result.data?.runs ?? [];
  if (children.length === 0) return null;
  const total = result.data?.count ?? children.length;
  const ids = children.map((child) => child.id).slice(0, mostCompared);
  return (
    <Section title="Nested runs" actions={ids.length > 1 ? <To href={compareLink(ids)}>Compare them</To> : undefined}>
      <Level runs={children} depth={0} />
      {total > children.length && (
        <p className={classes.dim}>
          The first {children.length.toLocaleString('en-US')} of {count(total, 'run')}.{' '}
          <To href={paths.experiment(run.experiment, { filter: `tags.\`mlflow.parentRunId\` = '${run.id}'` })}>
            Show all in the experiment
          </To>
        </p>
      )}
    </Section>
  );
}

const mostDeep = 8;

function Level({ runs, depth }: { runs: readonly TrackingRun[]; depth: number }) {
  return (
    <ul className={classes.tree} data-nested={depth > 0 ? '' : undefined}>
      {runs.map((run) => (
        <Branch key={run.id} run={run} depth={depth} />
      ))}
    </ul>
  );
}

function Branch({ run, depth }: { run: TrackingRun; depth: number }) {
  const [open, setOpen] = useState(false);
  const result = useQuery({ ...childrenQuery(run.experiment, run.id), enabled: open });
  return (
    <li>
      <div className={classes.branch}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-expanded={open}
          aria-label={`${open ? 'Hide' : 'Show'} the runs in ${run.name}`}
          disabled={depth >= mostDeep}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'down' : 'right'} size={12} />
        </ActionIcon>
        <To href={paths.trackingRun(run.id)}>
          <Own text={run.name} max={40} />
        </To>
        <State value={run.status} />
        <span className={classes.dim}>
          <Duration seconds={durationOf(run)} />
        </span>
      </div>
      {open && result.data?.runs.length === 0 && <p className={classes.dim}>No runs in it.</p>}
      {open && result.data !== undefined && result.data.runs.length > 0 && (
        <Level runs={result.data.runs} depth={depth + 1} />
      )}
    </li>
  );
}
