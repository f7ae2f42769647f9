import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type CompareInfo, compareQuery } from '@/api/tracking';
import { paths } from '@/app/nav';
import { CopyAs, count, Empty, Own, Page, Query, UrlTabs } from '@/kit';
import { cliOf, csharpOf, csText, curlOf } from '@/kit/commands';
import { comparedIds } from '../experiment/compareLink';
import { useTrackingChanges } from '../experiment/useTrackingChanges';
import { ArtifactsTab } from './ArtifactsTab';
import { ChartsTab } from './ChartsTab';
import classes from './Compare.module.css';
import { type CompareState, type SetCompareState, useCompareState } from './state';
import { ValuesTab } from './ValuesTab';

export default function ComparePage() {
  const [state, setState] = useCompareState();
  const compared = useMemo(() => comparedIds(state.runs), [state.runs]);
  const crumbs = [{ text: 'Tracking', href: paths.tracking() }];
  if (compared === 'gone') {
    return (
      <Page title="Compare runs" crumbs={crumbs}>
        <Empty
          title="This comparison is no longer known"
          hint="Long lists of runs are kept in the browser tab that made them. Select the runs in their experiment and compare them again."
        />
      </Page>
    );
  }
  const { ids, cut } = compared;
  if (ids.length === 0) {
    return (
      <Page title="Compare runs" crumbs={crumbs}>
        <Empty
          title="No runs to compare"
          hint="Select two or more runs of an experiment, then choose Compare."
          commands={['gyre tracking compare RUN RUN --diff']}
        />
      </Page>
    );
  }
  return (
    <Page
      title={`Compare ${count(ids.length, 'run')}`}
      crumbs={crumbs}
      actions={
        <CopyAs
          cli={cliOf('tracking compare', ids)}
          curl={curlOf('POST', '/api/v1/tracking/compare', { run_ids: ids })}
          csharp={csharpOf(
            `var comparison = await api.Tracking.CompareAsync(new CompareRequest { RunIds = [${ids.map(csText).join(', ')}] });`,
          )}
        />
      }
    >
      {cut > 0 && <p className={classes.dim}>Only the first 1,000 are compared; {count(cut, 'run')} left out.</p>}
      <Compared ids={ids} state={state} setState={setState} />
    </Page>
  );
}

function Compared({
  ids,
  state,
  setState,
}: {
  ids: readonly string[];
  state: CompareState;
  setState: SetCompareState;
}) {
  const client = useQueryClient();
  const result = useQuery({ ...compareQuery(ids), placeholderData: keepPreviousData });
  const wanted = useMemo(() => new Set(ids), [ids]);
  useTrackingChanges(
    (change) => wanted.has(change.run),
    () => {
      void client.invalidateQueries({ queryKey: ['tracking-compare'] });
      void client.invalidateQueries({ queryKey: ['tracking-many'] });
    },
    5000,
  );
  return (
    <Query result={result} rows={8}>
      {(info) => (
        <>
          <Missing info={info} />
          {info.runs.length === 0 ? (
            <Empty title="None of these runs exists" />
          ) : (
            <UrlTabs label="Parts of the comparison" tabs={tabsOf(info, state, setState)} />
          )}
        </>
      )}
    </Query>
  );
}

function tabsOf(info: CompareInfo, state: CompareState, setState: SetCompareState) {
  return [
    {
      id: 'values',
      label: 'Params and metrics',
      content: () => <ValuesTab info={info} state={state} setState={setState} />,
    },
    { id: 'charts', label: 'Charts', content: () => <ChartsTab info={info} state={state} setState={setState} /> },
    {
      id: 'artifacts',
      label: 'Artifacts',
      content: () => <ArtifactsTab runs={info.runs} state={state} setState={setState} />,
    },
  ];
}

function Missing({ info }: { info: CompareInfo }) {
  if (info.missing.length === 0) return null;
  return (
    <p className={classes.dim}>
      Not found: <Own text={info.missing.slice(0, 10).join(', ')} max={80} />
      {info.missing.length > 10 && ` and ${info.missing.length - 10} more`}
    </p>
  );
}
