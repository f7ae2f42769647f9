import { Select, useComputedColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CompareInfo, manyRunsQuery, type TrackingRun } from '@/api/tracking';
import { count, Query, seriesColors } from '@/kit';
import { ChartBoard } from '../experiment/charts/ChartBoard';
import { grey } from '../experiment/charts/panel';
import { defaultSpecs, readSpecs } from '../experiment/charts/spec';
import { fieldOptions } from '../experiment/fieldLists';
import { colourRuns, groupRuns, readGrouping } from '../experiment/grouping';
import { knownKeys } from '../experiment/keys';
import type { CompareState, SetCompareState } from './state';

interface Props {
  info: CompareInfo;
  state: CompareState;
  setState: SetCompareState;
}

export function ChartsTab({ info, state, setState }: Props) {
  const ids = useMemo(() => info.runs.map((run) => run.run_id), [info.runs]);
  const result = useQuery({ ...manyRunsQuery(ids), placeholderData: keepPreviousData });
  return (
    <Query result={result} rows={8}>
      {(runs) => (
        <Board
          runs={runs}
          state={state}
          setState={setState}
          onRefresh={() => void result.refetch()}
          refreshing={result.isFetching}
        />
      )}
    </Query>
  );
}

interface BoardProps {
  runs: readonly TrackingRun[];
  state: CompareState;
  setState: SetCompareState;
  onRefresh: () => void;
  refreshing: boolean;
}

function Board({ runs, state, setState, onRefresh, refreshing }: BoardProps) {
  const palette = seriesColors(useComputedColorScheme('light'));
  const known = useMemo(() => knownKeys(runs), [runs]);
  const groups = useMemo(() => {
    const grouping = readGrouping(state.group);
    return grouping === null ? null : groupRuns(runs, grouping);
  }, [runs, state.group]);
  const colours = useMemo(() => colourRuns(runs, groups, palette, grey), [runs, groups, palette]);
  const charts = useMemo(() => {
    const read = readSpecs(state.charts);
    return read.specs.length > 0 || read.dropped > 0 ? read : { specs: defaultSpecs(known), dropped: 0 };
  }, [state.charts, known]);
  return (
    <>
      <Select
        size="xs"
        w={200}
        aria-label="Colour runs by"
        placeholder="Colour by"
        searchable
        clearable
        limit={200}
        data={[
          { group: 'Family', items: [{ value: 'parent', label: 'Parent run' }] },
          ...fieldOptions(known, (field) => field.kind === 'param' || field.kind === 'tag'),
        ]}
        value={state.group === '' ? null : state.group}
        onChange={(group) => setState({ group: group ?? '' })}
      />
      <ChartBoard
        runs={runs}
        groups={groups}
        colours={colours}
        known={known}
        charts={charts}
        state={state}
        setState={setState}
        words={count(runs.length, 'run')}
        onRefresh={onRefresh}
        refreshing={refreshing}
      />
    </>
  );
}
