import { useQuery } from '@tanstack/react-query';
import { type Cycle, cycleQuery } from '@/api/cycles';
import { type Graph, graphQuery } from '@/api/nodes';
import { paths } from '@/app/nav';
import { Own, Page, Query, Time, To, useParam, useSearchState } from '@/kit';
import { Actions } from './Actions';
import { Changes } from './Changes';
import { Comparison } from './Comparison';
import classes from './cycle.module.css';
import { Headline } from './Headline';
import { RingCard } from './RingCard';
import { bestOf } from './sentence';
import { selectedTurn } from './turns';
import { TurnChart } from './TurnChart';
import { TurnTable } from './TurnTable';
import { useFollow } from './useFollow';

export default function CyclePage() {
  const cycle = useQuery(cycleQuery(useParam('cycle')));
  const name = cycle.data?.name ?? 'Cycle';
  return (
    <Page
      title={name}
      crumbs={[{ text: 'Cycles', href: paths.cycles() }]}
      subtitle={cycle.data === undefined ? undefined : <Subtitle cycle={cycle.data} />}
      actions={cycle.data === undefined ? undefined : <Actions cycle={cycle.data} />}
    >
      <Query result={cycle} rows={8}>
        {(data) => <Loop cycle={data} />}
      </Query>
    </Page>
  );
}

function Subtitle({ cycle }: { cycle: Cycle }) {
  return (
    <>
      <To href={paths.cycles({ pipeline: cycle.pipeline })}>
        <Own text={cycle.pipeline} max={40} />
      </To>{' '}
      of{' '}
      <To href={paths.cycles({ project: cycle.project })}>
        <Own text={cycle.project} max={40} />
      </To>
      {' · started '}
      <Time at={cycle.created_at} relative />
      {cycle.by_hand === true && ' · its steps start the next turn themselves'}
    </>
  );
}

function Loop({ cycle }: { cycle: Cycle }) {
  const [state, setState] = useSearchState({ turn: '', compare: '', view: 'ring', sort: '' });
  const { turns } = cycle;
  const turn = selectedTurn(turns, state.turn);
  const newest = turns.at(-1);
  const graph = useQuery({ ...graphQuery(turn?.run_id ?? ''), enabled: turn !== undefined });
  const current = useQuery({
    ...graphQuery(newest?.run_id ?? ''),
    enabled: cycle.state === 'running' && newest !== undefined,
  });
  useFollow(cycle.cycle_id, turn?.run_id, newest?.run_id);
  const choose = (number: number) =>
    setState({ turn: number === newest?.turn ? undefined : String(number) }, { push: true });
  const compare = (pair: string) => setState({ compare: pair === '' ? undefined : pair }, { push: true });
  const best = bestOf(cycle)?.turn ?? null;
  return (
    <>
      <Headline cycle={cycle} waitingAt={waitingAt(current.data)} onTurn={choose} />
      <div className={classes.split}>
        <RingCard
          cycle={cycle}
          turn={turn}
          best={best}
          graph={graph}
          view={state.view === 'list' ? 'list' : 'ring'}
          onView={(view) => setState({ view })}
          onTurn={choose}
        />
        <div className={classes.side}>
          <TurnChart cycle={cycle} selected={turn?.turn ?? null} best={best} compared={state.compare} onTurn={choose} />
          {turn !== undefined && <Changes turns={turns} turn={turn} onCompare={compare} />}
        </div>
      </div>
      {turns.length > 0 && (
        <TurnTable
          cycle={cycle}
          selected={turn}
          best={best}
          compared={state.compare}
          sort={state.sort}
          view={state.view === 'list' ? 'list' : ''}
          onSort={(sort) => setState({ sort })}
          onCompare={compare}
        />
      )}
      {turns.length > 1 && <Comparison cycle={cycle} wanted={state.compare} best={best} onCompare={compare} />}
    </>
  );
}

function waitingAt(graph: Graph | undefined): string[] {
  const waiting =
    graph?.nodes.filter((node) => node.state === 'awaiting-approval' || node.state === 'awaiting-answer') ?? [];
  return waiting.map((node) => node.name);
}
