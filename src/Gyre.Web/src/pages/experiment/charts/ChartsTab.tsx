import { useEffect, useMemo } from 'react';
import { count, Empty, Loading } from '@/kit';
import { mostCompared } from '../compareLink';
import { andAlso } from '../filter/query';
import type { ExperimentState, SetExperimentState } from '../state';
import type { useExperiment } from '../useExperiment';
import { ChartBoard } from './ChartBoard';

interface Props {
  page: ReturnType<typeof useExperiment>;
  state: ExperimentState;
  setState: SetExperimentState;
  selected: ReadonlySet<string>;
  onSelect: (runs: string[]) => void;
}

/** Charts of the selected runs or, without a selection, of the first 1,000 that the search finds. */
export function ChartsTab({ page, state, setState, selected, onSelect }: Props) {
  const { table, charts, known, groups, colours, problem } = page;
  const { runs: loaded, total, loadUpTo, result } = table;
  const wanted = Math.min(total, mostCompared);
  useEffect(() => loadUpTo(wanted), [loadUpTo, wanted]);
  const runs = useMemo(
    () => (selected.size > 0 ? loaded.filter((run) => selected.has(run.id)) : loaded).slice(0, mostCompared),
    [loaded, selected],
  );
  if (problem !== null) return <Empty title="The search is not valid" hint="Correct it in the search box above." />;
  if (result.isPending) return <Loading rows={8} />;
  if (loaded.length === 0)
    return <Empty title="There are no runs to draw" hint="Log a metric, or change the search." />;
  return (
    <ChartBoard
      runs={runs}
      groups={groups}
      colours={colours}
      known={known}
      charts={charts}
      state={state}
      setState={setState}
      words={wordsOf(runs.length, total, selected.size > 0)}
      onSelect={onSelect}
      onRefresh={() => void result.refetch()}
      refreshing={result.isFetching}
      onFilter={(clause) => setState({ filter: andAlso(state.filter, clause) }, { push: true })}
    />
  );
}

function wordsOf(drawn: number, total: number, bySelection: boolean): string {
  if (bySelection) return count(drawn, 'selected run');
  return drawn < total ? `The first ${drawn.toLocaleString('en-US')} of ${count(total, 'run')}` : count(drawn, 'run');
}
