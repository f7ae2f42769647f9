import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Cycle, Turn } from '@/api/cycles';
import { paths } from '@/app/nav';
import { type Column, Duration, Icon, Num, Own, Section, State, Table, Time, To, useNow } from '@/kit';
import { deltaOf } from './comparing';
import { shortName } from './condition';
import { changesOf, nextCompared, playedWith, secondsOf } from './turns';
import classes from './TurnTable.module.css';
import { commonNode, shortValue } from './values';

interface Props {
  cycle: Cycle;
  selected: Turn | undefined;
  best: number | null;
  compared: string;
  sort: string;
  view: string;
  onSort: (sort: string) => void;
  onCompare: (pair: string) => void;
}

interface Row {
  turn: Turn;
  before: Turn | undefined;
}

/** Every turn: what it came to, what was new in it, and what it cost. A row shows its turn above; two boxes compare. */
export function TurnTable({ cycle, selected, best, compared, sort, view, onSort, onCompare }: Props) {
  const now = useNow(cycle.state === 'running');
  const rows = useMemo(
    () => cycle.turns.map((turn, index): Row => ({ turn, before: cycle.turns[index - 1] })),
    [cycle.turns],
  );
  const shown = selected?.turn ?? null;
  // The newest turn has no number in the address, so that a running cycle is followed.
  const newest = cycle.turns.at(-1)?.turn;
  const columns = useMemo(() => columnsOf(cycle, best, shown, now), [cycle, best, shown, now]);
  const pair = compared === '' ? [] : compared.split(',');
  return (
    <Section title="Turns">
      <Table
        label="Turns"
        rows={rows}
        columns={columns}
        rowKey={(row) => String(row.turn.turn)}
        rowLink={(row) =>
          paths.cycle(cycle.cycle_id, {
            turn: row.turn.turn === newest ? null : row.turn.turn,
            compare: compared,
            sort,
            view,
          })
        }
        sort={sort}
        onSort={onSort}
        selected={pair}
        onSelect={(keys) => onCompare(nextCompared(keys))}
        exportName={`${cycle.name}-turns`}
        height={420}
        toolbar={
          <span className={classes.hint}>
            {pair.length === 0
              ? 'Tick two turns to compare them.'
              : pair.length === 1
                ? `Turn ${pair[0] ?? ''} ticked; tick one more.`
                : null}
            {pair.length === 2 && (
              <Button variant="subtle" color="gray" onClick={() => onCompare('')}>
                Clear the comparison
              </Button>
            )}
          </span>
        }
      />
    </Section>
  );
}

function columnsOf(cycle: Cycle, best: number | null, shown: number | null, now: number): Column<Row>[] {
  const metric = cycle.objective == null ? null : shortName(cycle.objective.metric);
  const node = commonNode(playedWith(cycle.turns));
  const objective: Column<Row>[] =
    metric === null
      ? []
      : [
          {
            id: 'objective',
            header: metric.length > 24 ? 'Objective' : metric,
            align: 'right',
            width: 150,
            value: (row) => row.turn.objective ?? null,
            cell: (row) => (
              <span className={classes.objective}>
                {row.turn.turn === best && <span className={classes.best}>best</span>}
                <Num value={row.turn.objective} />
              </span>
            ),
          },
          {
            id: 'step',
            header: 'Change',
            align: 'right',
            width: 96,
            hideBelow: 760,
            value: (row) => deltaOf(row.before?.objective, row.turn.objective),
            cell: (row) => <Signed value={deltaOf(row.before?.objective, row.turn.objective)} />,
          },
        ];
  return [
    {
      id: 'turn',
      header: 'Turn',
      width: 88,
      pinned: true,
      value: (row) => row.turn.turn,
      cell: (row) => (
        <span className={classes.turn} data-shown={row.turn.turn === shown ? '' : undefined}>
          {row.turn.turn}
          {row.turn.turn === shown && <Icon name="left" size={12} />}
          {row.turn.turn === shown && <span className={classes.word}>shown</span>}
        </span>
      ),
    },
    {
      id: 'state',
      header: 'State',
      width: 120,
      value: (row) => row.turn.state,
      cell: (row) => <State value={row.turn.state} />,
    },
    ...objective,
    {
      id: 'changed',
      header: 'New parameters',
      grow: true,
      width: 220,
      hideBelow: 560,
      value: (row) => changedText(row, ''),
      sortable: false,
      cell: (row) => <Changed row={row} node={node} />,
    },
    ...costColumns(now),
    {
      id: 'run',
      header: 'Run',
      width: 80,
      value: (row) => row.turn.run_id,
      sortable: false,
      cell: (row) => (
        <To href={paths.run(row.turn.run_id)} aria-label={`Open the run of turn ${row.turn.turn}`}>
          Open
        </To>
      ),
    },
  ];
}

function costColumns(now: number): Column<Row>[] {
  return [
    {
      id: 'executions',
      header: 'Executions',
      align: 'right',
      width: 100,
      hideBelow: 900,
      value: (row) => row.turn.executions,
      cell: (row) => <Num value={row.turn.executions} />,
    },
    {
      id: 'hits',
      header: 'Cache hits',
      align: 'right',
      width: 96,
      hideBelow: 900,
      value: (row) => row.turn.cache_hits,
      cell: (row) => <Num value={row.turn.cache_hits} />,
    },
    {
      id: 'seconds',
      header: 'Time',
      align: 'right',
      width: 96,
      value: (row) => secondsOf(row.turn, now),
      cell: (row) => <Duration seconds={secondsOf(row.turn, now)} />,
    },
    {
      id: 'started',
      header: 'Started',
      width: 130,
      hideBelow: 1080,
      value: (row) => row.turn.created_at,
      cell: (row) => <Time at={row.turn.created_at} />,
    },
  ];
}

function Signed({ value }: { value: number | null }) {
  if (value === null || value === 0) return <Num value={value} />;
  return (
    <>
      {value > 0 ? '+' : ''}
      <Num value={value} />
    </>
  );
}

function changedText(row: Row, node: string): string {
  return changesOf(row.before, row.turn)
    .map(
      (change) =>
        `${strip(change.name, node)} ${change.after === undefined ? 'as declared' : shortValue(change.after)}`,
    )
    .join(', ');
}

function strip(name: string, node: string): string {
  return node !== '' && name.startsWith(node) ? name.slice(node.length) : name;
}

function Changed({ row, node }: { row: Row; node: string }) {
  if (row.before === undefined) return <span className={classes.dim}>as declared and given</span>;
  const text = changedText(row, node);
  return text === '' ? <span className={classes.dim}>none</span> : <Own text={text} />;
}
