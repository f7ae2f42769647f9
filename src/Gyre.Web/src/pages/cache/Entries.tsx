import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { counterTextQuery, entriesQuery, type Entry } from '@/api/cache';
import { paths } from '@/app/nav';
import { Bytes, Chips, type Column, Empty, formatBytes, Id, Num, Own, Table, Time, useGo, useSearchState } from '@/kit';
import classes from './cache.module.css';
import { countText, fieldsOf, figuresOf, filterEntries, filterKeys, hitRate, hitRates } from './entryRows';

const defaults = { pipeline: '', text: '', used: '', sort: '' };
const none: readonly Entry[] = [];

export function Entries() {
  const [state, setState] = useSearchState(defaults);
  const all = useQuery(entriesQuery());
  // The server cuts a long list: of one pipeline it then still gives more than the list of all holds.
  const asked = useQuery(entriesQuery(state.pipeline));
  const known = asked.data ?? none;
  const filters = useMemo(() => Object.fromEntries(filterKeys.map((key) => [key, state[key]])), [state]);
  const rows = useMemo(() => filterEntries(known, filters), [known, filters]);
  const columns = useMemo(() => columnsOf(hitRates(known)), [known]);
  const fields = useMemo(() => fieldsOf(all.data ?? none), [all.data]);
  return (
    <div className={classes.stack}>
      {all.data !== undefined && <FiguresRow entries={all.data} />}
      <Chips
        filters={filters}
        fields={fields}
        onChange={(next) => setState(Object.fromEntries(filterKeys.map((key) => [key, next[key] ?? ''])))}
      />
      <Table
        label="Entries of the cache"
        rows={rows}
        columns={columns}
        rowKey={(entry) => String(entry.key)}
        rowLink={(entry) => paths.run(entry.run_id, { node: entry.name })}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        loading={asked.isPending}
        error={asked.error}
        onRetry={() => void asked.refetch()}
        exportName="cache"
        toolbar={<span className={classes.dim}>{countText(rows.length, known.length)}</span>}
        empty={<Nothing filtered={known.length > 0 || state.pipeline !== ''} />}
      />
    </div>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty title="No entry fits these filters" hint="Remove a filter to see more." />
  ) : (
    <Empty
      title="The cache is empty"
      hint="Results of steps that succeed are kept here by themselves. The plan of a run says which nodes would be answered from the cache."
      commands={['gyre run my-project', 'gyre run my-project --plan']}
    />
  );
}

function FiguresRow({ entries }: { entries: readonly Entry[] }) {
  const counters = useQuery(counterTextQuery());
  const figures = figuresOf(entries);
  const rate = counters.data === undefined ? null : hitRate(counters.data);
  const more = figures.cut ? ' (newest)' : '';
  return (
    <dl className={classes.figures}>
      <Figure name={`Entries${more}`} value={figures.entries.toLocaleString('en-US')} />
      <Figure name={`Times reused${more}`} value={figures.hits.toLocaleString('en-US')} />
      <Figure name={`Size of outputs${more}`} value={formatBytes(figures.size)} />
      <Figure name={`Reused at least once${more}`} value={figures.used.toLocaleString('en-US')} />
      {rate !== null && (
        <Figure
          name={`Hits since the server started: ${rate.hits.toLocaleString('en-US')} of ${rate.asked.toLocaleString('en-US')}`}
          value={`${((100 * rate.hits) / rate.asked).toFixed(0)}%`}
        />
      )}
    </dl>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const whatColumns: readonly Column<Entry>[] = [
  {
    id: 'node',
    header: 'Node',
    width: 150,
    grow: true,
    value: (entry) => entry.name,
    cell: (entry) => <Own text={entry.name} />,
  },
  {
    id: 'pipeline',
    header: 'Pipeline',
    width: 150,
    hideBelow: 520,
    value: (entry) => entry.pipeline,
    cell: (entry) => <Own text={entry.pipeline} />,
  },
  {
    id: 'hits',
    header: 'Hits',
    width: 80,
    align: 'right',
    value: (entry) => entry.hits,
    cell: (entry) => <Num value={entry.hits} />,
  },
  {
    id: 'size',
    header: 'Size',
    width: 96,
    align: 'right',
    hideBelow: 600,
    value: (entry) => entry.size,
    cell: (entry) => <Bytes value={entry.size} />,
  },
];

const whenColumns: readonly Column<Entry>[] = [
  {
    id: 'used',
    header: 'Last hit',
    width: 120,
    hideBelow: 780,
    value: (entry) => entry.last_hit_at,
    cell: (entry) => <Time at={entry.last_hit_at} relative />,
  },
  {
    id: 'created',
    header: 'Created',
    width: 128,
    hideBelow: 420,
    value: (entry) => entry.created_at,
    cell: (entry) => <Time at={entry.created_at} relative />,
  },
  {
    id: 'run',
    header: 'Run',
    width: 112,
    hideBelow: 980,
    sortable: false,
    value: (entry) => entry.run_id,
    cell: (entry) => <Id value={entry.run_id} short />,
  },
  {
    id: 'key',
    header: 'Key',
    width: 140,
    hideBelow: 1120,
    sortable: false,
    value: (entry) => String(entry.key),
    cell: (entry) => <Id value={String(entry.key)} short />,
  },
  { id: 'explain', header: '', width: 92, cell: (entry) => <ExplainLink entry={entry} /> },
];

function columnsOf(rates: ReadonlyMap<string, number>): readonly Column<Entry>[] {
  const rateOf = (entry: Entry) => rates.get(String(entry.key)) ?? null;
  const rate: Column<Entry> = {
    id: 'rate',
    header: 'Hit rate of node',
    width: 132,
    align: 'right',
    hideBelow: 860,
    value: rateOf,
    cell: (entry) => `${(100 * (rateOf(entry) ?? 0)).toFixed(0)}%`,
  };
  return [...whatColumns, rate, ...whenColumns];
}

function ExplainLink({ entry }: { entry: Entry }) {
  const go = useGo();
  return (
    <Button
      size="compact-xs"
      onClick={() => go(paths.cache({ tab: 'explain', run: entry.run_id, node: entry.name }))}
      aria-label={`Explain ${entry.name.slice(0, 100)}`}
    >
      Explain
    </Button>
  );
}
