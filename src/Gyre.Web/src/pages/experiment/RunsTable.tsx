import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo } from 'react';
import { durationOf, type TrackingRun, trackingRunQuery } from '@/api/tracking';
import { paths } from '@/app/nav';
import { type Column, Duration, Icon, Id, Num, Own, State, Table, Time, To } from '@/kit';
import { type Field, fieldId, isLongNumber, labelOf, serverName, valueOfField } from './columns';
import { type Group, type Line, summarise } from './grouping';
import classes from './RunsTable.module.css';

interface Props {
  lines: readonly Line[];
  fields: readonly Field[];
  pinned: ReadonlySet<string>;
  colours: ReadonlyMap<string, string>;
  /** Null without grouping. */
  folded: ReadonlySet<string>;
  onFold: (group: string) => void;
  sort: string;
  onSort: (sort: string) => void;
  selected: readonly string[];
  onSelect: (runs: string[]) => void;
  total: number;
  onNeed: (range: { start: number; end: number }) => void;
  loading: boolean;
  error: unknown;
  onRetry: () => void;
  empty: ReactNode;
  toolbar: ReactNode;
  exportRows: () => Promise<readonly Line[]>;
}

const groupPrefix = 'group:';

const keyOf = (line: Line) => (line.kind === 'run' ? line.run.id : `${groupPrefix}${line.group.key}`);
const linkOf = (line: Line) => (line.kind === 'run' ? paths.trackingRun(line.run.id) : undefined);

export function RunsTable(props: Props) {
  const { lines, fields, pinned, colours, folded, onFold, selected, onSelect } = props;
  const columns = useMemo(
    () => [
      nameColumn(colours, folded, onFold),
      ...fields.map((field) => fieldColumn(field, pinned.has(fieldId(field)))),
    ],
    [fields, pinned, colours, folded, onFold],
  );
  const groups = useMemo(() => lines.flatMap((line) => (line.kind === 'group' ? [line.group] : [])), [lines]);
  const keys = useMemo(() => withGroups(selected, groups), [selected, groups]);
  const select = useCallback((chosen: string[]) => onSelect(runsOf(chosen, keys, groups)), [onSelect, keys, groups]);
  return (
    <Table
      label="Runs"
      rows={lines}
      columns={columns}
      rowKey={keyOf}
      rowLink={linkOf}
      sort={props.sort}
      onSort={props.onSort}
      selected={keys}
      onSelect={select}
      total={props.total}
      onNeed={props.onNeed}
      loading={props.loading}
      error={props.error}
      onRetry={props.onRetry}
      empty={props.empty}
      toolbar={props.toolbar}
      exportName="runs"
      exportRows={props.exportRows}
    />
  );
}

/** A group is selected when all its runs are. */
function withGroups(selected: readonly string[], groups: readonly Group[]): string[] {
  const chosen = new Set(selected);
  const whole = groups.filter((group) => group.runs.length > 0 && group.runs.every((run) => chosen.has(run.id)));
  return [...selected, ...whole.map((group) => `${groupPrefix}${group.key}`)];
}

/** The runs that are selected after a change, in which a group stands for its runs. */
function runsOf(chosen: readonly string[], before: readonly string[], groups: readonly Group[]): string[] {
  const runs = new Set(chosen.filter((key) => !key.startsWith(groupPrefix)));
  const [now, then] = [new Set(chosen), new Set(before)];
  for (const group of groups) {
    const key = `${groupPrefix}${group.key}`;
    if (now.has(key) && !then.has(key)) for (const run of group.runs) runs.add(run.id);
    if (!now.has(key) && then.has(key) && group.runs.every((run) => runs.has(run.id)))
      for (const run of group.runs) runs.delete(run.id);
  }
  return [...runs];
}

function nameColumn(
  colours: ReadonlyMap<string, string>,
  folded: ReadonlySet<string>,
  onFold: (group: string) => void,
): Column<Line> {
  return {
    id: 'a.name',
    header: 'Name',
    pinned: true,
    width: 240,
    value: (line) => (line.kind === 'run' ? line.run.name : line.group.label),
    cell: (line) =>
      line.kind === 'run' ? (
        <span className={classes.name} data-nested={line.group === null ? undefined : ''}>
          <span className={classes.swatch} style={{ background: colours.get(line.run.id) }} />
          <Own text={line.run.name} />
          {line.run.deleted && <span className={classes.deleted}>deleted</span>}
        </span>
      ) : (
        <GroupHead
          group={line.group}
          colour={colours.get(line.group.runs[0]?.id ?? '')}
          folded={folded.has(line.group.key)}
          onFold={() => onFold(line.group.key)}
        />
      ),
  };
}

function GroupHead({
  group,
  colour,
  folded,
  onFold,
}: {
  group: Group;
  colour: string | undefined;
  folded: boolean;
  onFold: () => void;
}) {
  // A parent that is not among the loaded runs has only its id for a label.
  const isUnnamed = group.parent !== null && group.label === group.parent;
  const parent = useQuery({ ...trackingRunQuery(group.parent ?? ''), enabled: isUnnamed });
  const label = parent.data?.name ?? group.label;
  return (
    <span className={classes.name}>
      <button
        type="button"
        className={classes.fold}
        aria-expanded={!folded}
        aria-label={`${folded ? 'Show' : 'Hide'} the runs of ${label}`}
        onClick={onFold}
      >
        <Icon name={folded ? 'right' : 'down'} size={12} />
      </button>
      <span className={classes.swatch} style={{ background: colour }} />
      {group.parent === null ? (
        <strong className={classes.label}>
          <Own text={label} />
        </strong>
      ) : (
        <To href={paths.trackingRun(group.parent)} className={classes.label}>
          <Own text={label} />
        </To>
      )}
      <span className={classes.count}>{group.runs.length}</span>
    </span>
  );
}

function fieldColumn(field: Field, pinned: boolean): Column<Line> {
  const isNumber = field.kind === 'metric' || field.key === 'duration';
  const isTime = field.kind === 'attribute' && (field.key === 'start' || field.key === 'end');
  return {
    id: fieldId(field),
    header: labelOf(field),
    width: isNumber ? 112 : field.key === 'status' ? 112 : isTime ? 144 : 136,
    ...(isNumber ? { align: 'right' as const } : {}),
    ...(pinned ? { pinned } : {}),
    sortable: serverName(field) !== null,
    value: (line) => (line.kind === 'run' ? exported(line.run, field) : (summaryOf(line.group, field)?.mean ?? null)),
    cell: (line) =>
      line.kind === 'run' ? <Value run={line.run} field={field} /> : <Mean group={line.group} field={field} />,
  };
}

function exported(run: TrackingRun, field: Field): string | number | null {
  const value = valueOfField(run, field);
  const isTime = field.kind === 'attribute' && (field.key === 'start' || field.key === 'end');
  return isTime && typeof value === 'number' ? new Date(value).toISOString() : value;
}

function summaryOf(group: Group, field: Field) {
  return field.kind === 'metric' || field.key === 'duration'
    ? summarise(group.runs.map((run) => valueOfField(run, field)))
    : null;
}

function Mean({ group, field }: { group: Group; field: Field }) {
  const summary = summaryOf(group, field);
  if (summary === null) return null;
  const { runs, mean, min, max } = summary;
  return (
    <span className={classes.mean} title={`Mean of ${runs}; from ${min} to ${max}`}>
      {field.kind === 'metric' ? <Num value={mean} /> : <Duration seconds={mean} />}
    </span>
  );
}

function Value({ run, field }: { run: TrackingRun; field: Field }) {
  if (field.kind === 'metric') return <Num value={run.metrics.get(field.key)?.value} />;
  if (field.kind === 'attribute') {
    if (field.key === 'status') return <State value={run.status} />;
    if (field.key === 'start') return <Time at={run.start} relative />;
    if (field.key === 'end') return <Time at={run.end} />;
    if (field.key === 'duration') return <Duration seconds={durationOf(run)} />;
    if (field.key === 'id') return <Id value={run.id} short />;
  }
  const value = valueOfField(run, field);
  return isLongNumber(value) ? <Num value={value} /> : <Own text={value === null ? null : String(value)} />;
}
