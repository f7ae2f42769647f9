import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { durationOf, type TrackingRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import {
  currentTags,
  type DatasetInput,
  deleteRunTag,
  loggedModelsQuery,
  runInputsQuery,
  setRunTag,
} from '@/formats/mlflow/runs';
import { Duration, Facts, Id, Json, Own, Section, State, Time, To } from '@/kit';
import { cliOf, curlOf } from '@/kit/commands';
import { Note } from '../tracking/Note';
import { noteKey, type TagStore } from '../tracking/tagList';
import { Tags } from '../tracking/Tags';
import { Nested } from './Nested';
import { Register } from './Register';
import classes from './TrackingRun.module.css';
import { jsonOf, versionOf } from './valueRows';

export function Overview({ run }: { run: TrackingRun }) {
  const store = useMemo<TagStore>(
    () => ({
      read: () => currentTags(run.id),
      set: (key, value) => setRunTag(run.id, key, value),
      remove: (key) => deleteRunTag(run.id, key),
    }),
    [run.id],
  );
  const invalidates = useMemo(() => [['tracking-run', run.id]], [run.id]);
  const commands = (key: string, value: string) => ({
    cli: cliOf('tracking log', [run.id], { tag: `${key}=${value}` }),
    curl: curlOf('POST', '/api/2.0/mlflow/runs/set-tag', { run_id: run.id, key, value }),
  });
  const tags = useMemo(() => [...run.tags].map(([key, value]) => ({ key, value })), [run.tags]);
  return (
    <div className={classes.columns}>
      <div className={classes.column}>
        <Section title="Facts">
          <RunFacts run={run} />
        </Section>
        <Tags tags={tags} store={store} invalidates={invalidates} commands={commands} />
      </div>
      <div className={classes.column}>
        <Note note={run.tags.get(noteKey) ?? null} store={store} invalidates={invalidates} maxLength={8000} />
        <Models run={run} />
        <Datasets run={run} />
        <Nested run={run} />
      </div>
    </div>
  );
}

function RunFacts({ run }: { run: TrackingRun }) {
  const tag = (key: string) => run.tags.get(key);
  const text = (key: string) => (tag(key) === undefined ? null : <Own text={tag(key)} />);
  const [pipelineRun, node] = [tag('gyre.run'), tag('gyre.node')];
  const commit = tag('mlflow.source.git.commit');
  const fact = (name: string, value: ReactNode) =>
    value === null || value === undefined ? null : ([name, value] as const);
  return (
    <Facts
      items={[
        ['Status', <State key="status" value={run.status} />],
        ['Started', <Time key="started" at={run.start} />],
        fact('Ended', run.end === null ? null : <Time at={run.end} />),
        ['Duration', <Duration key="duration" seconds={durationOf(run)} />],
        fact('User', run.user === '' ? null : <Own text={run.user} />),
        fact(
          'Pipeline run',
          pipelineRun === undefined ? null : (
            <To href={paths.run(pipelineRun, node === undefined ? {} : { node })}>
              {node === undefined ? 'Open the run' : <Own text={node} />}
            </To>
          ),
        ),
        fact('Source', text('mlflow.source.name')),
        fact('Entry point', text('mlflow.project.entryPoint')),
        fact('Git commit', commit === undefined ? null : <Id value={commit} short />),
        fact('Git branch', text('mlflow.source.git.branch')),
        fact('Repository', text('mlflow.source.git.repoURL')),
        fact('Machine', text('gyre.host')),
        [
          'Traces',
          <To key="traces" href={paths.traces({ experiment: run.experiment, run: run.id })}>
            Traces of this run
          </To>,
        ],
        ['Run ID', <Id key="id" value={run.id} />],
        ['Artifacts', <Own key="artifacts" text={run.artifactUri} />],
      ]}
    />
  );
}

function Models({ run }: { run: TrackingRun }) {
  const result = useQuery(loggedModelsQuery(run.experiment, run.id));
  const models = result.data ?? [];
  if (models.length === 0) return null;
  return (
    <Section title="Models">
      <ul className={classes.list}>
        {models.map((model) => (
          <li key={model.modelId} className={classes.item}>
            <To href={paths.lineage('logged-model', model.modelId)}>
              <Own text={model.name === '' ? model.modelId : model.name} max={32} />
            </To>
            <State value={model.status} />
            {model.registrations.map(({ name, version }) => (
              <To key={`${name}/${version}`} href={paths.modelVersion(name, version)}>
                <Own text={`${name} version ${version}`} max={32} />
              </To>
            ))}
            <Register run={run} source={`models:/${model.modelId}`} modelId={model.modelId} suggested={model.name} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Datasets({ run }: { run: TrackingRun }) {
  const result = useQuery({ ...runInputsQuery(run.id), enabled: run.datasets.length > 0 });
  const datasets = result.data?.datasets ?? [];
  if (datasets.length === 0) return null;
  return (
    <Section title="Datasets">
      <ul className={classes.list}>
        {datasets.map((dataset) => (
          <li key={`${dataset.name}/${dataset.digest}`}>
            <Dataset dataset={dataset} project={run.tags.get('gyre.project')} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Dataset({ dataset, project }: { dataset: DatasetInput; project: string | undefined }) {
  return (
    <details className={classes.details}>
      <summary>
        <Own text={dataset.name} max={40} />
        {dataset.context !== '' && <span className={classes.dim}>{dataset.context}</span>}
        <span className={classes.dim}>
          <Own text={dataset.digest} max={16} />
        </span>
      </summary>
      <Facts
        items={[
          ['Source', <Source key="source" source={dataset.source} project={project} />],
          ['Kind', <Own key="kind" text={dataset.sourceType} />],
          [
            'Lineage',
            <To key="lineage" href={paths.lineage('dataset', dataset.digest)}>
              What read this dataset
            </To>,
          ],
        ]}
      />
      {dataset.schema !== '' && <Json value={jsonOf(dataset.schema)} />}
      {dataset.profile !== '' && <Json value={jsonOf(dataset.profile)} />}
    </details>
  );
}

/** Where a dataset is from; a version that is kept here has a page. */
function Source({ source, project }: { source: string; project: string | undefined }) {
  const version = versionOf(source);
  if (version === null) return <Own text={source} />;
  const { name } = version;
  const page =
    project === undefined ? paths.datasets({ text: name }) : paths.dataset(project, name, { version: version.version });
  return (
    <To href={page}>
      <Own text={source} max={60} />
    </To>
  );
}
