import { type Occurrence, shownOccurrences, type Trigger } from '@/api/triggers';
import { paths } from '@/app/nav';
import { type Column, Empty, Own, State, Table, Time, To, useSearchState } from '@/kit';
import classes from './trigger.module.css';
import { readOccurrence, resultOf } from './when';

/** What came of its latest firings, and why some have no run. */
export function History({ trigger }: { trigger: Trigger }) {
  const [state, setState] = useSearchState({ sort: '' });
  return (
    <Table
      label="Firings"
      rows={trigger.occurrences}
      columns={columns}
      rowKey={(row) => row.occurrence}
      sort={state.sort}
      onSort={(sort) => setState({ sort })}
      exportName={`${trigger.name}-history`}
      toolbar={
        <span className={classes.dim}>The latest {shownOccurrences} at most. Results are kept for 90 days.</span>
      }
      empty={<Empty title="It has not fired yet" hint="Fire it now, or test when it would have fired." />}
    />
  );
}

function CauseCell({ occurrence }: { occurrence: string }) {
  const cause = readOccurrence(occurrence);
  return (
    <span className={classes.cause}>
      {cause.words}
      {cause.at !== null && <Time at={cause.at} />}
      {cause.id !== null && <Own text={cause.id} />}
    </span>
  );
}

const columns: readonly Column<Occurrence>[] = [
  { id: 'at', header: 'Decided', width: 140, value: (row) => row.at ?? null, cell: (row) => <Time at={row.at} /> },
  { id: 'result', header: 'Result', width: 130, value: resultOf, cell: (row) => <State value={resultOf(row)} /> },
  {
    id: 'cause',
    header: 'Cause',
    width: 250,
    value: (row) => row.occurrence,
    cell: (row) => <CauseCell occurrence={row.occurrence} />,
  },
  {
    id: 'reason',
    header: 'Why it has no run',
    grow: true,
    width: 200,
    value: (row) => row.reason ?? '',
    cell: (row) => (row.reason == null ? null : <Own text={row.reason} />),
  },
  {
    id: 'run',
    header: 'Run',
    width: 110,
    value: (row) => row.run_id ?? '',
    sortable: false,
    cell: (row) => (row.run_id == null ? null : <To href={paths.run(row.run_id)}>{row.run_id.slice(-8)}</To>),
  },
];
