import { useQuery } from '@tanstack/react-query';
import { type TrackingRun, trackingRunQuery } from '@/api/tracking';
import { paths } from '@/app/nav';
import { experimentQuery } from '@/formats/mlflow/experiments';
import { isLive, Own, Page, Query, State, Time, To, UrlTabs, useParam } from '@/kit';
import { isSystemMetric } from '../experiment/keys';
import { Artifacts } from './Artifacts';
import { Curves } from './Curves';
import { Overview } from './Overview';
import { RunActions } from './RunActions';
import { Values } from './Values';
import { useRunStream } from './useRunStream';
import classes from './TrackingRun.module.css';

export default function TrackingRunPage() {
  const id = useParam('run');
  const result = useQuery(trackingRunQuery(id));
  const run = result.data;
  useRunStream(id, run !== undefined && isLive(run.status) && !run.deleted);
  const experiment = useQuery({ ...experimentQuery(run?.experiment ?? ''), enabled: run !== undefined });
  const crumbs = [
    { text: 'Tracking', href: paths.tracking() },
    ...(run === undefined
      ? []
      : [{ text: experiment.data?.name ?? `Experiment ${run.experiment}`, href: paths.experiment(run.experiment) }]),
  ];
  return (
    <Page
      title={run?.name ?? 'Tracking run'}
      crumbs={crumbs}
      {...(run === undefined ? {} : { actions: <RunActions run={run} />, subtitle: <Subtitle run={run} /> })}
    >
      <Query result={result} rows={8}>
        {(data) => <Tabs key={id} run={data} />}
      </Query>
    </Page>
  );
}

function Subtitle({ run }: { run: TrackingRun }) {
  const parent = run.tags.get('mlflow.parentRunId');
  return (
    <span className={classes.subtitle}>
      <State value={run.status} />
      {run.deleted && <State value="deleted" />}
      <span>
        started <Time at={run.start} relative />
      </span>
      {run.user !== '' && (
        <span>
          by <Own text={run.user} max={24} />
        </span>
      )}
      {parent !== undefined && <To href={paths.trackingRun(parent)}>Parent run</To>}
    </span>
  );
}

function Tabs({ run }: { run: TrackingRun }) {
  const metrics = [...run.metrics.keys()];
  const own = metrics.filter((key) => !isSystemMetric(key));
  const system = metrics.filter(isSystemMetric);
  const tabs = [
    { id: 'overview', label: 'Overview', content: () => <Overview run={run} /> },
    { id: 'values', label: 'Params and metrics', content: () => <Values run={run} /> },
    {
      id: 'curves',
      label: 'Curves',
      content: () => <Curves run={run} metrics={own} none="This run has logged no metrics yet" />,
    },
    {
      id: 'system',
      label: 'System',
      content: () => <Curves run={run} metrics={system} none="This run has logged no system metrics" />,
    },
    { id: 'artifacts', label: 'Artifacts', content: () => <Artifacts run={run} /> },
  ];
  return <UrlTabs label="Parts of this run" tabs={tabs} />;
}
