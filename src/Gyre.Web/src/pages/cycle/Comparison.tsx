import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { Cycle, Turn } from '@/api/cycles';
import { paths } from '@/app/nav';
import { Icon, Num, Own, Section, State, To } from '@/kit';
import { count } from '@/kit/format';
import { compareCosts, compareMetrics, type MetricRow, type Verdict } from './comparing';
import classes from './Comparison.module.css';
import { comparedTurns, differences, suggestedPairs } from './turns';
import { shortValue, wholeValue } from './values';

interface Props {
  cycle: Cycle;
  wanted: string;
  best: number | null;
  onCompare: (pair: string) => void;
}

/** Any two turns side by side. */
export function Comparison({ cycle, wanted, best, onCompare }: Props) {
  const { turns } = cycle;
  const pair = comparedTurns(turns, wanted);
  const suggestions = suggestedPairs(turns, best).filter((one) => one.pair !== wanted);
  return (
    <Section
      title="Compare two turns"
      actions={suggestions.map((one) => (
        <Button key={one.pair} onClick={() => onCompare(one.pair)}>
          {one.label}
        </Button>
      ))}
    >
      {pair === null ? (
        <p className={classes.none}>
          {wanted === '' || !wanted.includes(',')
            ? 'Tick two turns in the table, or take one of the pairs above.'
            : 'The address names turns that this cycle does not have. Choose two others.'}
        </p>
      ) : (
        <Pair cycle={cycle} a={pair[0]} b={pair[1]} onCompare={onCompare} />
      )}
    </Section>
  );
}

function Pair({ cycle, a, b, onCompare }: { cycle: Cycle; a: Turn; b: Turn; onCompare: (pair: string) => void }) {
  const [all, setAll] = useState(false);
  const parameters = differences(a.parameters, b.parameters);
  const metrics = compareMetrics(cycle, a, b);
  const equal = metrics.filter((row) => !row.differs).length;
  const shown = all ? metrics : metrics.filter((row) => row.differs || row.verdict !== null);
  return (
    <div className={classes.box}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.what}>
              <span className={classes.hidden}>What</span>
            </th>
            <Head
              cycle={cycle}
              turn={a}
              label="First turn"
              onPick={(turn) => onCompare(`${turn},${b.turn}`)}
              other={b}
            />
            <Head
              cycle={cycle}
              turn={b}
              label="Second turn"
              onPick={(turn) => onCompare(`${a.turn},${turn}`)}
              other={a}
            />
            <th scope="col" className={classes.delta}>
              Difference
            </th>
          </tr>
        </thead>
        <Group title={parameters.length === 0 ? 'Parameters: no differences' : 'Parameters that differ'}>
          {parameters.map((change) => (
            <tr key={change.name}>
              <th scope="row">
                <Own text={change.name} />
              </th>
              <Value value={change.before} missing="as declared" />
              <Value value={change.after} missing="as declared" />
              <td />
            </tr>
          ))}
        </Group>
        <Group title={metrics.length === 0 ? 'Metrics: none' : 'Metrics'}>
          {shown.map((row) => (
            <Row key={row.name} row={row} />
          ))}
        </Group>
        <Group title="Cost">
          {compareCosts(a, b).map((row) => (
            <Row key={row.name} row={row} />
          ))}
        </Group>
      </table>
      {equal > 0 && (
        <Button variant="subtle" color="gray" onClick={() => setAll(!all)}>
          {all ? 'Hide what is equal' : `Show ${count(equal, 'equal metric')}`}
        </Button>
      )}
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={4} className={classes.group}>
          {title}
        </th>
      </tr>
      {children}
    </tbody>
  );
}

interface HeadProps {
  cycle: Cycle;
  turn: Turn;
  other: Turn;
  label: string;
  onPick: (turn: string) => void;
}

function Head({ cycle, turn, other, label, onPick }: HeadProps) {
  return (
    <th scope="col">
      <Select
        size="xs"
        aria-label={label}
        className={classes.pick}
        value={String(turn.turn)}
        data={cycle.turns
          .filter((one) => one !== other)
          .map((one) => ({ value: String(one.turn), label: `Turn ${one.turn}` }))}
        onChange={(value) => value !== null && onPick(value)}
        allowDeselect={false}
        searchable={cycle.turns.length > 12}
        limit={200}
      />
      <div className={classes.run}>
        <State value={turn.state} /> <To href={paths.run(turn.run_id)}>Open run</To>
      </div>
    </th>
  );
}

function Value({ value, missing = '–' }: { value: unknown; missing?: string }) {
  if (value === undefined) return <td className={classes.missing}>{missing}</td>;
  return (
    <td title={wholeValue(value).slice(0, 2000)}>
      <Own text={shortValue(value)} />
    </td>
  );
}

function Row({ row }: { row: MetricRow }) {
  return (
    <tr data-objective={row.verdict === null ? undefined : ''}>
      <th scope="row">
        <Own text={row.name} />
      </th>
      <Value value={row.a} />
      <Value value={row.b} />
      <td className={classes.delta}>
        {row.delta !== null && row.delta !== 0 && (
          <>
            {row.delta > 0 ? '+' : ''}
            <Num value={row.delta} />
          </>
        )}
        {row.delta === 0 && 'equal'}
        {row.verdict !== null && row.verdict !== 'same' && <Judged verdict={row.verdict} />}
      </td>
    </tr>
  );
}

function Judged({ verdict }: { verdict: Verdict }) {
  return (
    <span className={classes.verdict} data-verdict={verdict}>
      <Icon name={verdict === 'better' ? 'check' : 'cross'} size={12} />
      {verdict}
    </span>
  );
}
