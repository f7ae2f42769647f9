import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { CompareInfo, ComparedRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import { count, Empty, Icon, Num, Own, saveText, State, To } from '@/kit';
import { isLongNumber } from '../experiment/columns';
import classes from './Compare.module.css';
import { Matrix } from './Matrix';
import { chooseFields, compareCsv, type ComparedField, comparedFields, isTransposed, runOrder } from './model';
import type { CompareState, SetCompareState } from './state';

interface Props {
  info: CompareInfo;
  state: CompareState;
  setState: SetCompareState;
}

export function ValuesTab({ info, state, setState }: Props) {
  const all = useMemo(() => comparedFields(info), [info]);
  const fields = useMemo(
    () =>
      chooseFields(all, { onlyDifferent: state.same !== 'show', text: state.text, system: state.system === 'show' }),
    [all, state.same, state.text, state.system],
  );
  const order = useMemo(() => runOrder(info.runs, all, state.sort), [info.runs, all, state.sort]);
  const transposed = isTransposed(state.layout, info.runs.length);
  const sort = (id: string) => setState({ sort: state.sort === id ? `-${id}` : state.sort === `-${id}` ? '' : id });
  const common = { info, fields, order, sort: state.sort, onSort: sort };
  return (
    <>
      <div className={classes.controls}>
        <Choices state={state} setState={setState} transposed={transposed} />
        <span className={classes.dim} role="status">
          {count(fields.length, 'row')} of {all.length}
        </span>
        <Button
          variant="subtle"
          color="gray"
          leftSection={<Icon name="download" size={14} />}
          onClick={() => saveText('compare.csv', compareCsv(info.runs, fields, order), 'text/csv')}
        >
          CSV
        </Button>
      </div>
      {fields.length === 0 ? (
        <Empty
          title={all.length === 0 ? 'These runs have logged no params or metrics' : 'Nothing differs'}
          hint={all.length === 0 ? undefined : 'All params and metrics that match the search are equal in all runs.'}
        />
      ) : transposed ? (
        <RunsAsLines {...common} />
      ) : (
        <RunsAsColumns {...common} />
      )}
    </>
  );
}

interface ChoicesProps {
  state: CompareState;
  setState: SetCompareState;
  transposed: boolean;
}

function Choices({ state, setState, transposed }: ChoicesProps) {
  return (
    <>
      <TextInput
        size="xs"
        aria-label="Search params and metrics"
        placeholder="Search params and metrics"
        leftSection={<Icon name="search" size={14} />}
        value={state.text}
        onChange={(event) => setState({ text: event.currentTarget.value })}
      />
      <Checkbox
        size="xs"
        label="Only what differs"
        checked={state.same !== 'show'}
        onChange={(event) => setState({ same: event.currentTarget.checked ? '' : 'show' })}
      />
      <Checkbox
        size="xs"
        label="System metrics"
        checked={state.system === 'show'}
        onChange={(event) => setState({ system: event.currentTarget.checked ? 'show' : '' })}
      />
      <SegmentedControl
        size="xs"
        aria-label="Runs stand as"
        data={[
          { value: 'columns', label: 'Runs as columns' },
          { value: 'lines', label: 'Runs as lines' },
        ]}
        value={transposed ? 'lines' : 'columns'}
        onChange={(layout) => setState({ layout })}
      />
    </>
  );
}

interface TableProps {
  info: CompareInfo;
  fields: readonly ComparedField[];
  /** The runs in order, as places in `info.runs`. */
  order: readonly number[];
  sort: string;
  onSort: (id: string) => void;
}

function RunsAsLines({ info, fields, order, sort, onSort }: TableProps) {
  return (
    <Matrix
      label="Params and metrics of the runs, a line for each run"
      rows={order.length}
      columns={fields.length}
      corner={<SortButton label="Run" id="name" sort={sort} onSort={onSort} />}
      rowHead={(row) => <RunHead run={info.runs[order[row] ?? -1]} />}
      columnHead={(column) => <FieldHead field={fields[column]} sort={sort} onSort={onSort} />}
      cell={(row, column) => <Cell field={fields[column]} run={order[row] ?? -1} />}
    />
  );
}

function RunsAsColumns({ info, fields, order, sort, onSort }: TableProps) {
  return (
    <Matrix
      label="Params and metrics of the runs, a column for each run"
      rows={fields.length}
      columns={order.length}
      corner={<span className={classes.dim}>Param or metric</span>}
      rowHead={(row) => <FieldHead field={fields[row]} sort={sort} onSort={onSort} />}
      columnHead={(column) => <RunHead run={info.runs[order[column] ?? -1]} />}
      cell={(row, column) => <Cell field={fields[row]} run={order[column] ?? -1} />}
    />
  );
}

function RunHead({ run }: { run: ComparedRun | undefined }) {
  if (run === undefined) return null;
  return (
    <span className={classes.runHead}>
      <To href={paths.trackingRun(run.run_id)}>
        <Own text={run.name} />
      </To>
      <State value={run.status} />
    </span>
  );
}

function FieldHead({
  field,
  sort,
  onSort,
}: {
  field: ComparedField | undefined;
  sort: string;
  onSort: (id: string) => void;
}) {
  return field === undefined ? null : (
    <SortButton label={field.key} hint={field.kind} id={field.id} sort={sort} onSort={onSort} />
  );
}

function SortButton({
  label,
  hint,
  id,
  sort,
  onSort,
}: {
  label: string;
  hint?: string;
  id: string;
  sort: string;
  onSort: (id: string) => void;
}) {
  const [up, down] = [sort === id, sort === `-${id}`];
  return (
    <button type="button" className={classes.sort} title={`Sort the runs by ${label}`} onClick={() => onSort(id)}>
      <Own text={label} />
      {hint !== undefined && <span className={classes.dim}>{hint}</span>}
      {(up || down) && <Icon name={down ? 'down' : 'up'} size={12} />}
    </button>
  );
}

function Cell({ field, run }: { field: ComparedField | undefined; run: number }) {
  const value = field?.values[run] ?? null;
  if (field === undefined || value === null) return <span className={classes.dim}>–</span>;
  if (field.kind === 'param') return isLongNumber(value) ? <Num value={value} /> : <Own text={String(value)} />;
  const mark = field.lowest.has(run) ? 'min' : field.highest.has(run) ? 'max' : null;
  return (
    <span className={classes.number} data-mark={mark ?? undefined}>
      {mark !== null && <span className={classes.mark}>{mark}</span>}
      <Num value={value} />
    </span>
  );
}
