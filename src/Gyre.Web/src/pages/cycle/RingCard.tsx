import { SegmentedControl } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Cycle, Turn } from '@/api/cycles';
import type { Graph } from '@/api/nodes';
import { paths } from '@/app/nav';
import { Empty, Query, State, To } from '@/kit';
import classes from './cycle.module.css';
import { Ring } from './Ring';
import { RingList } from './RingList';
import { answerOf, ringOf } from './ringModel';

interface Props {
  cycle: Cycle;
  turn: Turn | undefined;
  best: number | null;
  graph: UseQueryResult<Graph>;
  view: 'ring' | 'list';
  onView: (view: string) => void;
  onTurn: (turn: number) => void;
}

/** The chosen turn as a ring of its nodes; the same as a list for whoever likes that better. */
export function RingCard({ cycle, turn, best, graph, view, onView, onTurn }: Props) {
  if (turn === undefined) {
    return (
      <div className={classes.card}>
        <Empty
          title="No turn yet"
          hint={
            cycle.state === 'running'
              ? 'The first one appears here as soon as it is accepted.'
              : 'The cycle stopped before its first turn.'
          }
        />
      </div>
    );
  }
  return (
    <section className={classes.card} aria-label={`Turn ${turn.turn}`}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          Turn {turn.turn} <State value={turn.state} />
        </h2>
        <div className={classes.tools}>
          <To href={paths.run(turn.run_id)}>Open run</To>
          <SegmentedControl
            size="xs"
            aria-label="How the turn is shown"
            value={view}
            onChange={onView}
            data={[
              { value: 'ring', label: 'Ring' },
              { value: 'list', label: 'List' },
            ]}
          />
        </div>
      </div>
      <Query result={graph} rows={8}>
        {(data) => <Shown cycle={cycle} turn={turn} best={best} graph={data} view={view} onTurn={onTurn} />}
      </Query>
    </section>
  );
}

interface ShownProps {
  cycle: Cycle;
  turn: Turn;
  best: number | null;
  graph: Graph;
  view: 'ring' | 'list';
  onTurn: (turn: number) => void;
}

function Shown({ cycle, turn, best, graph, view, onTurn }: ShownProps) {
  const model = useMemo(() => ringOf(graph), [graph]);
  const whole = useMemo(() => (view === 'list' ? ringOf(graph, Infinity).stops : []), [graph, view]);
  const answer = answerOf(cycle, turn.turn);
  return view === 'list' ? (
    <RingList stops={whole} turn={turn} answer={answer} />
  ) : (
    <Ring model={model} cycle={cycle} turn={turn} best={best} answer={answer} onTurn={onTurn} />
  );
}
