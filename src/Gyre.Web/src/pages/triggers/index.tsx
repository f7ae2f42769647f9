import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Trigger, triggersQuery } from '@/api/triggers';
import { paths } from '@/app/nav';
import { Chips, type Column, CopyAs, csharpOf, curlOf, Empty, Own, Page, Table, Time, useSearchState } from '@/kit';
import { count, shorten } from '@/kit/format';
import { plain } from '@/pages/cycle/pieces';
import { Said } from '@/pages/cycle/Said';
import { inZone, ownZone } from '@/pages/trigger/time';
import { TriggerState } from '@/pages/trigger/TriggerState';
import { kindWords, readWhen, stateOf } from '@/pages/trigger/when';
import { fieldsOf, filterKeys, filterTriggers } from './filter';
import { LastFiring } from './LastFiring';
import classes from './triggers.module.css';

const defaults = { state: '', kind: '', project: '', pipeline: '', text: '', sort: '' };
const none: readonly Trigger[] = [];

export default function TriggersPage() {
  const [state, setState] = useSearchState(defaults);
  const triggers = useQuery(triggersQuery());
  const all = triggers.data ?? none;
  const filters = useMemo(() => Object.fromEntries(filterKeys.map((key) => [key, state[key]])), [state]);
  const rows = useMemo(() => filterTriggers(all, filters), [all, filters]);
  const fields = useMemo(() => fieldsOf(all), [all]);
  return (
    <Page
      title="Triggers"
      subtitle={`Rules that start pipelines by time or event while this server runs. Times are in your zone, ${ownZone()}.`}
      actions={
        <CopyAs
          cli="gyre trigger list"
          curl={curlOf('GET', '/api/v1/triggers')}
          csharp={csharpOf('var triggers = await api.Triggers.ListAsync();')}
        />
      }
    >
      <Chips
        filters={filters}
        fields={fields}
        onChange={(next) => setState(Object.fromEntries(filterKeys.map((key) => [key, next[key] ?? ''])))}
      />
      <Table
        label="Triggers"
        rows={rows}
        columns={columns}
        rowKey={(trigger) => trigger.trigger_id}
        rowLink={(trigger) => paths.trigger(trigger.trigger_id)}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        loading={triggers.isPending}
        error={triggers.error}
        onRetry={() => void triggers.refetch()}
        exportName="triggers"
        toolbar={<span className={classes.dim}>{count(rows.length, 'trigger')}</span>}
        empty={
          all.length > 0 ? (
            <Empty title="No trigger fits these filters" hint="Remove a filter to see more." />
          ) : (
            <Empty
              title="No triggers yet"
              hint="Declare triggers in gyre.yaml, then register them once. They fire while the server runs."
              commands={['gyre trigger add my-project']}
            />
          )
        }
      />
    </Page>
  );
}

function When({ trigger }: { trigger: Trigger }) {
  const { words } = readWhen(trigger.when);
  return (
    <span className={classes.when} title={shorten(plain(words), 500)}>
      <Said pieces={words} />
    </span>
  );
}

/** In the reader's zone; the trigger's own zone is on hover, where it is another one. */
function Next({ trigger }: { trigger: Trigger }) {
  if (trigger.next_due == null) return <span className={classes.dim}>–</span>;
  const { zone } = readWhen(trigger.when);
  const there = zone === null || zone === ownZone() ? null : inZone(trigger.next_due, zone);
  return (
    <span className={classes.due} title={there === null ? undefined : `${there} (${zone ?? ''})`}>
      <Time at={trigger.next_due} />
      <span className={classes.dim}>
        (<Time at={trigger.next_due} relative />)
      </span>
    </span>
  );
}

const columns: readonly Column<Trigger>[] = [
  {
    id: 'name',
    header: 'Trigger',
    width: 160,
    pinned: true,
    value: (row) => row.name,
    cell: (row) => <Own text={row.name} />,
  },
  { id: 'state', header: 'State', width: 120, value: stateOf, cell: (row) => <TriggerState trigger={row} /> },
  {
    id: 'when',
    header: 'Fires',
    grow: true,
    width: 220,
    hideBelow: 560,
    value: (row) => plain(readWhen(row.when).words),
    cell: (row) => <When trigger={row} />,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 110,
    hideBelow: 1000,
    value: (row) => kindWords[readWhen(row.when).kind],
    cell: (row) => kindWords[readWhen(row.when).kind],
  },
  {
    id: 'pipeline',
    header: 'Starts',
    width: 130,
    hideBelow: 760,
    value: (row) => row.pipeline,
    cell: (row) => <Own text={row.pipeline} />,
  },
  {
    id: 'project',
    header: 'Project',
    width: 120,
    hideBelow: 900,
    value: (row) => row.project,
    cell: (row) => <Own text={row.project} />,
  },
  {
    id: 'next',
    header: 'Next time',
    width: 210,
    value: (row) => row.next_due ?? null,
    cell: (row) => <Next trigger={row} />,
  },
  {
    id: 'last',
    header: 'Last firing',
    width: 190,
    value: (row) => row.last_start ?? null,
    cell: (row) => <LastFiring trigger={row} />,
  },
];
