import { Button, Menu } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { TrackingRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import { count, Icon, Own, useGo, useOpener } from '@/kit';
import type { Group } from '../grouping';
import { Refresh } from '../Refresh';
import type { KnownKeys } from '../keys';
import { ChartEditor } from './ChartEditor';
import { ChartPanel } from './ChartPanel';
import classes from './Charts.module.css';
import { Controls } from './Controls';
import { readX } from './curves';
import { type ChartContext, grey } from './panel';
import { readSmoothing } from './smooth';
import { type ChartSpec, chartTypes, startOf, writeSpecs } from './spec';

interface BoardState {
  x: string;
  smooth: string;
  charts: string;
}

interface Props {
  /** At most 1,000, each with the fields that the charts show. */
  runs: readonly TrackingRun[];
  groups: readonly Group[] | null;
  colours: ReadonlyMap<string, string>;
  known: KnownKeys;
  charts: { specs: readonly ChartSpec[]; dropped: number };
  state: BoardState;
  setState: (patch: Partial<BoardState>) => void;
  /** Which runs these are, in words. */
  words: string;
  onSelect?: (runs: string[]) => void;
  onRefresh?: () => void;
  refreshing?: boolean;
  /** Adds a condition to the search. */
  onFilter?: (clause: string) => void;
}

interface Mark {
  runs: readonly string[];
  clause: string | null;
}

/** Charts of many runs with what they share: the axis of lines, smoothing, colours and brushes. */
export function ChartBoard(props: Props) {
  const { known, charts, state, setState, onSelect, onFilter, onRefresh } = props;
  const { specs } = charts;
  const { editing, edit, close } = useEditing();
  const [mark, setMark] = useState<Mark | null>(null);
  const [only, setOnly] = useState<ReadonlySet<string> | null>(null);
  const context = useContextOf(props, only, setMark);
  const write = (next: readonly ChartSpec[]) => setState({ charts: writeSpecs(next) });
  const save = (index: number, spec: ChartSpec) => {
    write(index < specs.length ? specs.map((one, at) => (at === index ? spec : one)) : [...specs, spec]);
    close();
  };
  const clear = () => setMark(null);
  return (
    <>
      <Controls state={state} setState={setState}>
        {onRefresh !== undefined && <Refresh onRefresh={onRefresh} busy={props.refreshing === true} />}
        <span role="status">{only === null ? props.words : count(context.runs.length, 'marked run')}</span>
        {only !== null && <Button onClick={() => setOnly(null)}>Show all again</Button>}
        <AddChart onAdd={(type) => edit({ index: specs.length, spec: startOf(type, known) })} />
      </Controls>
      {charts.dropped > 0 && (
        <p className={classes.note}>{count(charts.dropped, 'chart')} of the address could not be read.</p>
      )}
      {context.groups !== null && <Legend groups={context.groups} colours={context.colours} />}
      {mark !== null && (
        <Marked
          mark={mark}
          onOnly={() => (setOnly(new Set(mark.runs)), clear())}
          onClear={clear}
          {...(onSelect === undefined ? {} : { onSelect: () => onSelect([...mark.runs]) })}
          {...(onFilter === undefined ? {} : { onFilter: (clause: string) => (onFilter(clause), clear()) })}
        />
      )}
      <div className={classes.grid}>
        {specs.map((spec, index) => (
          <ChartPanel
            key={`${index}-${spec.type}`}
            spec={spec}
            context={context}
            colour={grey}
            onEdit={() => edit({ index, spec })}
            onChange={(next) => save(index, next)}
            onMove={(by) => write(swapped(specs, index, index + by))}
            onRemove={() => write(specs.filter((_, at) => at !== index))}
          />
        ))}
      </div>
      {editing !== null && (
        <ChartEditor
          key={editing.index}
          spec={editing.spec}
          known={known}
          onSave={(spec) => save(editing.index, spec)}
          onClose={close}
        />
      )}
    </>
  );
}

interface Editing {
  index: number;
  spec: ChartSpec;
}

/** The chart that is edited, until the focus is back where it was asked for. */
function useEditing() {
  const [editing, setEditing] = useState<Editing | null>(null);
  const opener = useOpener();
  const edit = (one: Editing) => (opener.keep(), setEditing(one));
  const close = () => {
    if (editing === null) return;
    setEditing(null);
    opener.back();
  };
  return { editing, edit, close };
}

function swapped(specs: readonly ChartSpec[], from: number, to: number): ChartSpec[] {
  const made = [...specs];
  const [one, other] = [made[from], made[to]];
  if (one === undefined || other === undefined) return made;
  made[from] = other;
  made[to] = one;
  return made;
}

function useContextOf(
  props: Props,
  only: ReadonlySet<string> | null,
  setMark: (mark: Mark | null) => void,
): ChartContext {
  const go = useGo();
  const { groups, colours, state } = props;
  const runs = useMemo(
    () => (only === null ? props.runs : props.runs.filter((run) => only.has(run.id))),
    [props.runs, only],
  );
  const shownGroups = useMemo(() => {
    const drawn = new Set(runs.map((run) => run.id));
    const cut = groups?.map((group): Group => ({ ...group, runs: group.runs.filter((run) => drawn.has(run.id)) }));
    return cut?.filter((group) => group.runs.length > 0) ?? null;
  }, [groups, runs]);
  const nameOf = useMemo(() => {
    const names = new Map(runs.map((run) => [run.id, run.name]));
    return (id: string) => names.get(id) ?? id;
  }, [runs]);
  const smoothing = useMemo(() => readSmoothing(state.smooth), [state.smooth]);
  const onOpen = useCallback((run: string) => go(paths.trackingRun(run)), [go]);
  const onMark = useCallback(
    (marked: readonly string[] | null, clause: string | null) =>
      setMark(marked === null ? null : { runs: marked, clause }),
    [setMark],
  );
  return useMemo(
    () => ({ runs, groups: shownGroups, colours, nameOf, x: readX(state.x), smoothing, onOpen, onMark }),
    [runs, shownGroups, colours, nameOf, state.x, smoothing, onOpen, onMark],
  );
}

function AddChart({ onAdd }: { onAdd: (type: ChartSpec['type']) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<Icon name="plus" size={14} />}>Add a chart</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {chartTypes.map(({ value, label }) => (
          <Menu.Item key={value} onClick={() => onAdd(value)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const mostInLegend = 20;

function Legend({ groups, colours }: { groups: readonly Group[]; colours: ReadonlyMap<string, string> }) {
  return (
    <ul className={classes.legend} aria-label="Groups">
      {groups.slice(0, mostInLegend).map((group) => (
        <li key={group.key}>
          <span className={classes.swatch} style={{ background: colours.get(group.runs[0]?.id ?? '') }} />
          <Own text={group.label} max={32} /> ({group.runs.length})
        </li>
      ))}
      {groups.length > mostInLegend && <li>and {groups.length - mostInLegend} more</li>}
    </ul>
  );
}

interface MarkedProps {
  mark: Mark;
  onOnly: () => void;
  onSelect?: () => void;
  onFilter?: (clause: string) => void;
  onClear: () => void;
}

function Marked({ mark: { runs, clause }, onOnly, onSelect, onFilter, onClear }: MarkedProps) {
  return (
    <div className={classes.marked} role="status">
      <span>{count(runs.length, 'run')} marked</span>
      {runs.length > 0 && (
        <>
          <Button onClick={onOnly}>Show only these</Button>
          {onSelect !== undefined && <Button onClick={onSelect}>Select</Button>}
        </>
      )}
      {clause !== null && onFilter !== undefined && <Button onClick={() => onFilter(clause)}>Add to the search</Button>}
      <Button variant="subtle" color="gray" onClick={onClear}>
        Clear
      </Button>
    </div>
  );
}
