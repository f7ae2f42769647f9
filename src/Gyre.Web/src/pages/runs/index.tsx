import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { allRuns, type Run, type RunFilter } from '@/api/runs';
import { get } from '@/api/client';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import {
  Chips,
  CopyAs,
  CopyButton,
  count,
  curlOf,
  Empty,
  type Filters,
  Page,
  quote,
  Table,
  To,
  useNow,
  useOpener,
  useSearchState,
} from '@/kit';
import { CancelRun } from '../run/actions/CancelRun';
import { columnsOf, orderOf } from './columns';
import { Compare } from './Compare';
import { askedOf, cliOptions, fieldsOf, filterKeys, noFilters } from './filter';
import classes from './runs.module.css';
import { useRunWindows } from './useRunWindows';

const views: readonly (readonly [title: string, filters: Filters])[] = [
  ['All', {}],
  ['Running', { state: 'running,cancelling' }],
  ['Waiting for a person', { waiting: 'true' }],
  ['Failed', { state: 'failed' }],
  ['Last 24 hours', { since: '24h' }],
];

export default function RunsPage() {
  const [search, setSearch] = useSearchState({ ...noFilters, compare: '', sort: '' });
  const filters = Object.fromEntries(filterKeys.map((key) => [key, search[key]]));
  // "2h ago" is counted from when the page was opened, so that the query stays the same while it is looked at.
  const [opened] = useState(Date.now);
  const asked = askedOf(filters, opened);
  const projects = useProjects();
  const [before, after] = search.compare.split(',');
  const change = (next: Filters) =>
    setSearch(Object.fromEntries(filterKeys.map((key) => [key, next[key]])), { push: true });
  return (
    <Page title="Runs" actions={<CopyList filter={asked.filter} since={search.since} />}>
      <div className={classes.bar}>
        <nav aria-label="Views" className={classes.views}>
          {views.map(([title, own]) => (
            <To
              key={title}
              href={paths.runs(own)}
              className={classes.viewLink}
              aria-current={isSame(filters, own) ? 'page' : undefined}
            >
              {title}
            </To>
          ))}
        </nav>
        <Chips filters={filters} onChange={change} fields={fieldsOf(projects)} />
        <CopyButton text={window.location.href} label="Copy link" />
      </div>
      {asked.problems.map((problem) => (
        <p key={problem} role="status" className={classes.note}>
          {problem}
        </p>
      ))}
      {before !== undefined && before !== '' && after !== undefined && after !== '' && (
        <Compare before={before} after={after} onClose={() => setSearch({ compare: undefined }, { push: true })} />
      )}
      <List
        filter={asked.filter}
        isFiltered={Object.keys(asked.filter).length > 0}
        sort={search.sort}
        onSort={(sort) => setSearch({ sort })}
        onCompare={(compare) => setSearch({ compare }, { push: true })}
      />
    </Page>
  );
}

function isSame(filters: Filters, own: Filters): boolean {
  return filterKeys.every((key) => (filters[key] ?? '') === (own[key] ?? ''));
}

function useProjects(): string[] {
  const projects = useQuery({
    queryKey: ['projects', 'names'],
    queryFn: async ({ signal }) => (await get('/api/v1/projects', { signal })).projects.map((project) => project.name),
  });
  return projects.data ?? [];
}

function CopyList({ filter, since }: { filter: RunFilter; since: string }) {
  const query = new URLSearchParams(filter as Record<string, string>).toString();
  return (
    <CopyAs
      cli={['gyre runs', ...cliOptions(filter, since).map(quoteValue)].join(' ')}
      curl={curlOf('GET', query === '' ? '/api/v1/runs' : `/api/v1/runs?${query}`)}
    />
  );
}

function quoteValue(word: string): string {
  return word.startsWith('--') ? word : quote(word);
}

interface ListProps {
  filter: RunFilter;
  isFiltered: boolean;
  sort: string;
  onSort: (sort: string) => void;
  onCompare: (compare: string) => void;
}

function List({ filter, isFiltered, sort, onSort, onCompare }: ListProps) {
  const order = orderOf(sort);
  const ordered: RunFilter = order === undefined ? filter : { ...filter, order_by: order };
  const list = useRunWindows(ordered);
  const mayChange = useMayChange();
  const now = useNow();
  const [selected, setSelected] = useState<readonly string[]>([]);
  const [cancelling, setCancelling] = useState<string | null>(null);
  const opener = useOpener();
  const close = () => (setCancelling(null), opener.back());
  const columns = useMemo(() => {
    const onCancel = (run: string) => (opener.keep(), setCancelling(run));
    return columnsOf({ now, mayChange, onCancel });
  }, [now, mayChange, opener]);
  return (
    <>
      <Table<Run>
        label="Runs"
        rows={list.rows}
        total={list.total}
        columns={columns}
        rowKey={(run) => run.run_id}
        rowLink={(run) => paths.run(run.run_id)}
        sort={order === undefined ? '' : sort}
        onSort={onSort}
        onNeed={list.onNeed}
        selected={selected}
        // Two are compared; a third takes the place of the first.
        onSelect={(keys) => setSelected(keys.slice(-2))}
        loading={list.loading}
        error={list.error}
        onRetry={list.retry}
        exportName="runs"
        exportRows={() => allRuns(ordered)}
        height={760}
        toolbar={
          <Toolbar total={list.total} selected={selected} onClear={() => setSelected([])} onCompare={onCompare} />
        }
        empty={<NoRuns isFiltered={isFiltered} />}
      />
      {cancelling !== null && <CancelRun run={cancelling} opened onClose={close} />}
    </>
  );
}

interface ToolbarProps {
  total: number;
  selected: readonly string[];
  onClear: () => void;
  onCompare: (compare: string) => void;
}

function Toolbar({ total, selected, onClear, onCompare }: ToolbarProps) {
  if (selected.length === 0) return <>{count(total, 'run')}</>;
  return (
    <span className={classes.toolbar}>
      <span>{selected.length === 1 ? 'Choose one more run to compare' : '2 runs chosen'}</span>
      <Button disabled={selected.length !== 2} onClick={() => onCompare([...selected].sort().join(','))}>
        Compare
      </Button>
      <Button variant="subtle" color="gray" onClick={onClear}>
        Clear
      </Button>
    </span>
  );
}

function NoRuns({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <Empty
      title="No run matches these filters"
      hint="Take a filter away, or look at all runs."
      action={<To href={paths.runs()}>Show all runs</To>}
    />
  ) : (
    <Empty
      title="There are no runs yet"
      hint="Start one on the machine of this server; it appears here by itself."
      commands={['gyre demo', 'gyre init my-project', 'gyre run my-project']}
    />
  );
}
