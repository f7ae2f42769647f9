import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { ApiError, urlOf } from '@/api/client';
import { paths } from '@/app/nav';
import { type Experiment, experimentsQuery } from '@/formats/mlflow/experiments';
import type { Trace } from '@/formats/mlflow/traces';
import { Chips, count, CopyAs, curlOf, Empty, Failure, Icon, Page, quote, shorten, Table, useSearchState } from '@/kit';
import { FilterError } from '../experiment/filter/FilterError';
import { mlflowCommands } from '../tracking/commands';
import { columnsOf } from './columns';
import { DeleteTraces } from './DeleteTraces';
import { fields, filterKeys, filterOf, mostExperiments, orderOf, placesOf } from './filter';
import { SearchBox } from './SearchBox';
import classes from './Traces.module.css';
import { useTraces } from './useTraces';

const defaults = { experiment: '', text: '', state: '', content: '', slower: '', run: '', span: '', sort: '' };
const none: readonly Experiment[] = [];

export default function TracesPage() {
  const [state, setState] = useSearchState(defaults);
  const experiments = useQuery(experimentsQuery('active'));
  const known = experiments.data ?? none;
  const filters = useMemo(() => Object.fromEntries(filterKeys.map((key) => [key, state[key]])), [state]);
  const places = useMemo(
    () =>
      placesOf(
        state.experiment,
        known.map((one) => one.experiment_id),
      ),
    [state.experiment, known],
  );
  const filter = filterOf(state.text, filters);
  const search = { experiments: places, filter, orderBy: orderOf(state.sort) };
  const { traces, need, exportAll, result } = useTraces(search, places.length > 0);
  const names = useMemo(() => new Map(known.map((one) => [one.experiment_id, one.name])), [known]);
  const columns = useMemo(() => columnsOf(state.experiment === '' ? names : null), [state.experiment, names]);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const chosen = useMemo(() => traces.filter((trace) => selected.includes(trace.traceId)), [traces, selected]);
  const refusal =
    result.error instanceof ApiError && result.error.status === 400 && filter !== '' ? result.error : null;
  const isFiltered = filter !== '' || state.experiment !== '';
  const clear = () => setState(Object.fromEntries(Object.keys(defaults).map((key) => [key, ''])));
  const more = result.hasNextPage;
  return (
    <Page
      title="Traces"
      subtitle="What programs did, step by step, as MLflow and OpenTelemetry clients send it."
      actions={<Actions search={search} onRefresh={() => void result.refetch()} busy={result.isRefetching} />}
    >
      <div className={classes.box}>
        <div className={classes.tools}>
          <ExperimentChoice
            known={known}
            value={state.experiment}
            onChange={(experiment) => setState({ experiment })}
          />
          <SearchBox value={state.text} wrong={refusal !== null} onChange={(text) => setState({ text })} />
          <Chips
            filters={filters}
            fields={fields}
            onChange={(next) => setState(Object.fromEntries(filterKeys.map((key) => [key, next[key] ?? ''])))}
          />
        </div>
        {refusal !== null && <FilterError filter={filter} message={refusal.message} />}
      </div>
      {experiments.isError && <Failure error={experiments.error} onRetry={() => void experiments.refetch()} />}
      <Table<Trace>
        label="Traces"
        rows={refusal === null ? traces : []}
        columns={columns}
        rowKey={(trace) => trace.traceId}
        rowLink={(trace) => paths.trace(trace.traceId)}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        selected={selected}
        onSelect={setSelected}
        total={refusal === null ? traces.length + (more ? 1 : 0) : 0}
        onNeed={need}
        loading={experiments.isPending || (places.length > 0 && result.isPending)}
        error={refusal === null ? result.error : null}
        onRetry={() => void result.refetch()}
        exportName="traces"
        exportRows={exportAll}
        toolbar={
          <Told
            busy={result.isPlaceholderData}
            count={traces.length}
            more={more}
            bounded={state.experiment === '' && known.length > mostExperiments}
          >
            <DeleteTraces traces={chosen} onDone={() => setSelected([])} />
          </Told>
        }
        empty={refusal !== null ? null : <Nothing filtered={isFiltered} onClear={clear} />}
      />
    </Page>
  );
}

interface ToldProps {
  /** Whether the rows are still those of the search before. */
  busy: boolean;
  count: number;
  /** Whether the server has more of them. */
  more: boolean;
  /** Whether there are more experiments than are asked. */
  bounded: boolean;
  children: ReactNode;
}

function Told({ busy, count: shown, more, bounded, children }: ToldProps) {
  return (
    <div className={classes.tools}>
      <span role="status">
        {busy ? 'Searching…' : count(shown, 'trace')}
        {more && !busy && ' so far'}
        {bounded && ` of the ${mostExperiments} experiments that changed last`}
      </span>
      {children}
    </div>
  );
}

interface ActionsProps {
  search: { experiments: readonly string[]; filter: string };
  onRefresh: () => void;
  busy: boolean;
}

/** Traces write no events, so the list is refreshed by hand. */
function Actions({ search, onRefresh, busy }: ActionsProps) {
  const { experiments, filter } = search;
  const locations = experiments
    .slice(0, 20)
    .map((id) => ({ type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: id } }));
  const body = { locations, max_results: 100, ...(filter === '' ? {} : { filter }) };
  const args = ['traces', 'search', '--experiment-id', experiments[0] ?? '0'];
  const { cli } = mlflowCommands(filter === '' ? args : [...args, '--filter-string', filter], 'traces/search', body);
  return (
    <>
      <Button leftSection={<Icon name="refresh" size={14} />} loading={busy} onClick={onRefresh}>
        Refresh
      </Button>
      <CopyAs cli={cli} curl={curlOf('POST', '/api/3.0/mlflow/traces/search', body)} />
    </>
  );
}

interface ChoiceProps {
  known: readonly Experiment[];
  value: string;
  onChange: (experiment: string) => void;
}

function ExperimentChoice({ known, value, onChange }: ChoiceProps) {
  const data = useMemo(() => {
    const options = known.map((one) => ({ value: one.experiment_id, label: shorten(one.name, 60) }));
    const isKnown = value === '' || options.some((one) => one.value === value);
    return isKnown ? options : [{ value, label: `Experiment ${shorten(value, 20)}` }, ...options];
  }, [known, value]);
  return (
    <Select
      size="xs"
      className={classes.experiment ?? ''}
      aria-label="Experiment"
      placeholder="All experiments"
      searchable
      clearable
      limit={100}
      data={data}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <Empty
      title="No trace fits"
      hint="Choose another experiment or remove a filter."
      action={<Button onClick={onClear}>Show all traces</Button>}
    />
  ) : (
    <Empty
      title="No traces yet"
      hint="Send some from any program that MLflow or OpenTelemetry can trace, for example with Python and MLflow:"
      commands={[`MLFLOW_TRACKING_URI=${quote(urlOf('/').replace(/\/$/, ''))} python my_program.py`]}
    />
  );
}
