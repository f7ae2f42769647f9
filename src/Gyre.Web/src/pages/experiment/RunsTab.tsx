import { Button } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { urlOf } from '@/api/client';
import { searchRuns } from '@/api/tracking';
import { CopyAs, count, Empty, Loading, Query } from '@/kit';
import { cliOf, csharpOf, csText, curlOf } from '@/kit/commands';
import { fieldId, projectionOf, readFields } from './columns';
import { type Line, linesOf } from './grouping';
import { Refresh } from './Refresh';
import { RunsTable } from './RunsTable';
import { type ExperimentState, type SetExperimentState, viewOf } from './state';
import type { useExperiment } from './useExperiment';

interface Props {
  experiment: string;
  page: ReturnType<typeof useExperiment>;
  state: ExperimentState;
  setState: SetExperimentState;
  selected: readonly string[];
  onSelect: (runs: string[]) => void;
}

/** Groups are made of the runs that are loaded; more than this are not loaded for them. */
const mostGrouped = 5000;
const mostExported = 50_000;

export function RunsTab({ experiment, page, state, setState, selected, onSelect }: Props) {
  const { table, groups, fields, filter, orderBy, colours, problem, sample } = page;
  const { runs, total, loadUpTo, result } = table;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const pinned = useMemo(() => new Set(readFields(state.pins).map(fieldId)), [state.pins]);
  const lines = useMemo(
    () => (groups === null ? runs.map((run): Line => ({ kind: 'run', run, group: null })) : linesOf(groups, folded)),
    [groups, runs, folded],
  );
  const fold = useCallback((group: string) => {
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(group)) after.add(group);
      return after;
    });
  }, []);
  const need = useCallback(
    (range: { end: number }) => loadUpTo(groups === null ? range.end + 50 : Math.min(total, mostGrouped)),
    [loadUpTo, groups, total],
  );
  const sort = useCallback((next: string) => setState({ sort: next }), [setState]);
  if (sample.isError) return <Query result={sample}>{() => null}</Query>;
  if (result.isPending && problem === null) return <Loading rows={10} />;
  return (
    <RunsTable
      lines={lines}
      fields={fields}
      pinned={pinned}
      colours={colours}
      folded={folded}
      onFold={fold}
      sort={state.sort}
      onSort={sort}
      selected={selected}
      onSelect={onSelect}
      total={groups === null ? total : lines.length}
      onNeed={need}
      loading={result.isFetching}
      error={problem === null ? result.error : null}
      onRetry={() => void result.refetch()}
      empty={
        <None
          experiment={experiment}
          filtered={filter !== ''}
          view={state.view}
          refused={problem !== null}
          onClear={() => setState({ filter: '', since: '', view: 'active' })}
        />
      }
      exportRows={async () =>
        (await allRuns(experiment, filter, state.view, orderBy, projectionOf(fields))).map((run): Line => ({
          kind: 'run',
          run,
          group: null,
        }))
      }
      toolbar={
        <>
          <Counted runs={runs.length} total={total} grouped={groups !== null} />
          <Refresh onRefresh={() => void result.refetch()} busy={result.isFetching} />
          <CopyAs {...commandsOf(experiment, filter, orderBy)} />
        </>
      }
    />
  );
}

function Counted({ runs, total, grouped }: { runs: number; total: number; grouped: boolean }) {
  const cut = grouped && total > mostGrouped ? `; groups cover the first ${runs.toLocaleString('en-US')}` : '';
  return (
    <span role="status">
      {count(total, 'run')}
      {cut}
    </span>
  );
}

async function allRuns(
  experiment: string,
  filter: string,
  view: string,
  orderBy: readonly string[],
  columns: ReturnType<typeof projectionOf>,
) {
  const body = {
    experiments: [Number(experiment)],
    ...(filter === '' ? {} : { filter }),
    view: viewOf(view),
    order_by: [...orderBy],
    columns,
    max_results: 5000,
  };
  const found = [];
  for (let token: string | null | undefined; token !== null && found.length < mostExported;) {
    const page: Awaited<ReturnType<typeof searchRuns>> = await searchRuns({ ...body, page_token: token ?? null });
    found.push(...page.runs);
    token = page.next;
  }
  return found;
}

function commandsOf(experiment: string, filter: string, orderBy: readonly string[]) {
  const order = orderBy[0] ?? null;
  const body = {
    experiments: [Number(experiment)],
    ...(filter === '' ? {} : { filter }),
    ...(orderBy.length === 0 ? {} : { order_by: [...orderBy] }),
  };
  const parts = [
    `Experiments = [${experiment}]`,
    ...(filter === '' ? [] : [`Filter = ${csText(filter)}`]),
    ...(order === null ? [] : [`OrderBy = [${csText(order)}]`]),
  ];
  return {
    cli: cliOf('tracking search', filter === '' ? [] : [filter], { experiment, order }),
    curl: curlOf('POST', '/api/v1/tracking/runs/search', body),
    csharp: csharpOf(
      `await foreach (var run in api.Tracking.SearchAllAsync(new TrackingSearchRequest { ${parts.join(', ')} }))\n    Console.WriteLine($"{run.RunId} {run.Name}");`,
    ),
  };
}

interface NoneProps {
  experiment: string;
  filtered: boolean;
  view: string;
  refused: boolean;
  onClear: () => void;
}

function None({ experiment, filtered, view, refused, onClear }: NoneProps) {
  if (refused)
    return (
      <Empty
        title="The search is not valid"
        hint="The message below the search box says where. Correct it and press Enter."
      />
    );
  if (filtered || view === 'deleted') {
    return (
      <Empty
        title={view === 'deleted' ? 'No deleted run matches' : 'No run matches'}
        hint="Plain words are looked for in names; conditions compare metrics, params, tags and attributes."
        action={<Button onClick={onClear}>Show all active runs</Button>}
      />
    );
  }
  return (
    <Empty
      title="This experiment has no runs yet"
      hint="Log to it with any MLflow client, or from the command line."
      commands={[
        `export MLFLOW_TRACKING_URI=${urlOf('/').replace(/\/$/, '')}`,
        `python -c "import mlflow; mlflow.set_experiment(experiment_id='${experiment}'); mlflow.start_run(); mlflow.log_metric('loss', 0.1)"`,
      ]}
    />
  );
}
