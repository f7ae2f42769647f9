import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { nodesQuery } from '@/api/nodes';
import { runQuery } from '@/api/runs';
import { paths } from '@/app/nav';
import {
  cliOf,
  Code,
  type Column,
  count,
  Failure,
  IconButton,
  Loading,
  Num,
  Own,
  Section,
  State,
  Table,
  To,
} from '@/kit';
import classes from './runs.module.css';
import { changeOf, type Diff, diffOf, type DiffRow, type Side } from './diff';

interface Props {
  before: string;
  after: string;
  onClose: () => void;
}

/** Two runs side by side; the address has both. */
export function Compare({ before, after, onClose }: Props) {
  const a = useSide(before);
  const b = useSide(after);
  const error = a.error ?? b.error;
  return (
    <section className={classes.compare} aria-label="Comparison of two runs">
      <div className={classes.compareHead}>
        <h2 className={classes.compareTitle}>Two runs side by side</h2>
        <IconButton icon="cross" label="Close the comparison" onClick={onClose} />
      </div>
      {error !== null ? (
        <Failure error={error} />
      ) : a.side === null || b.side === null ? (
        <Loading />
      ) : (
        <Sides before={a.side} after={b.side} />
      )}
    </section>
  );
}

function useSide(id: string): { side: Side | null; error: unknown } {
  const run = useQuery(runQuery(id));
  const nodes = useQuery(nodesQuery(id));
  const side = useMemo(
    () => (run.data === undefined || nodes.data === undefined ? null : { run: run.data, nodes: nodes.data }),
    [run.data, nodes.data],
  );
  return { side, error: side === null ? (run.error ?? nodes.error) : null };
}

const parts: readonly (readonly [key: keyof Diff, title: string])[] = [
  ['run', 'Run'],
  ['parameters', 'Parameters'],
  ['metrics', 'Metrics'],
  ['inputs', 'Inputs'],
  ['nodes', 'Node runs'],
];

function Sides({ before, after }: { before: Side; after: Side }) {
  const [all, setAll] = useState(false);
  const diff = useMemo(() => diffOf(before, after), [before, after]);
  const columns = useMemo(() => columnsOf(before, after), [before, after]);
  const shown = parts
    .map(([key, title]) => ({ key, title, rows: all ? diff[key] : diff[key].filter((row) => row.differs) }))
    .filter((part) => part.rows.length > 0);
  return (
    <>
      <div className={classes.sides}>
        <SideHead side={before} word="Before" />
        <SideHead side={after} word="After" />
      </div>
      <Switch
        size="xs"
        label="Also what is the same"
        checked={all}
        onChange={(event) => setAll(event.currentTarget.checked)}
      />
      {shown.length === 0 && <p className={classes.note}>Nothing differs in what was recorded.</p>}
      {shown.map((part) => (
        <Section key={part.key} title={part.title}>
          <Table
            label={part.title}
            rows={part.rows}
            columns={columns}
            rowKey={(row) => row.name}
            toolbar={count(part.rows.length, 'row')}
            exportName={`compare-${part.key}`}
            height={400}
          />
        </Section>
      ))}
      <p className={classes.note}>The command line also compares the code, file by file and line by line:</p>
      <Code text={cliOf('diff', [before.run.run_id, after.run.run_id])} lang="shell" />
    </>
  );
}

function SideHead({ side, word }: { side: Side; word: string }) {
  return (
    <div className={classes.side}>
      <span className={classes.note}>{word}</span>
      <To href={paths.run(side.run.run_id)}>
        <Own text={side.run.title} />
      </To>
      <State value={side.run.state} />
    </div>
  );
}

function columnsOf(before: Side, after: Side): Column<DiffRow>[] {
  const value = (of: 'before' | 'after', side: Side): Column<DiffRow> => ({
    id: of,
    header: of === 'before' ? 'Before' : 'After',
    width: 130,
    grow: true,
    value: (row) => plain(row[of]),
    cell: (row) =>
      row[of] === undefined ? (
        <span title={`${side.run.title.slice(0, 100)} has none`}>–</span>
      ) : typeof row[of] === 'number' ? (
        <Num value={row[of]} />
      ) : (
        <Own text={String(plain(row[of]))} />
      ),
  });
  return [
    {
      id: 'name',
      header: 'Name',
      width: 150,
      grow: true,
      pinned: true,
      value: (row) => row.name,
      cell: (row) => <Own text={row.name} />,
    },
    value('before', before),
    value('after', after),
    {
      id: 'change',
      header: 'Change',
      width: 96,
      align: 'right',
      hideBelow: 560,
      value: changeOf,
      cell: (row) => <Change row={row} />,
    },
  ];
}

function Change({ row }: { row: DiffRow }) {
  const change = changeOf(row);
  if (change === null) return row.differs ? <>differs</> : null;
  return (
    <>
      {change > 0 ? '+' : ''}
      <Num value={change} />
    </>
  );
}

function plain(value: unknown): string | number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
