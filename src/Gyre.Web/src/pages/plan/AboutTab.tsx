import { useQuery } from '@tanstack/react-query';
import type { Plan } from '@/api/experimentPlans';
import { paths } from '@/app/nav';
import { versionsOfRunsQuery } from '@/formats/mlflow/registry';
import { type Column, Code, Facts, Id, Num, Own, Section, Table, Time, To } from '@/kit';
import classes from './plan.module.css';

type Dataset = Plan['datasets'][number];
type Trial = Plan['trials'][number];

/** What was run: enough to run it again; and what became of it. */
export function AboutTab({ plan }: { plan: Plan }) {
  const { run } = plan;
  return (
    <div className={classes.stack}>
      <Facts
        items={[
          ['Experiment', <Own text={run.name} />],
          plan.description === '' ? null : ['About', <Own text={plan.description} />],
          ['Plan folder', <Own text={run.project} />],
          ['Digest of the plan', plan.plan_digest === null ? 'unknown' : <Id value={plan.plan_digest} short />],
          ['Seed', <Own text={plan.seed} />],
          ['Code revision', plan.code_revision === null ? 'none' : <Id value={plan.code_revision} short />],
          ['Started', <Time at={run.created_at} />],
          ['Ended', <Time at={run.ended_at} />],
          ['Run', <To href={paths.run(run.run_id)}>graph of {run.run_id.slice(-8)}</To>],
          ['Tracking run', <To href={paths.trackingRun(plan.tracking_run_id)}>{plan.tracking_run_id.slice(0, 12)}</To>],
        ]}
      />
      <Section title="Trials">
        <Table
          label="Trials of the plan"
          rows={plan.trials}
          columns={trialColumns}
          rowKey={(trial) => trial.name}
          rowLink={linkOf}
        />
      </Section>
      <Section title="Datasets">
        <Table label="Datasets of the plan" rows={plan.datasets} columns={datasetColumns} rowKey={(one) => one.name} />
      </Section>
      <Section title="Registered models">
        <Models plan={plan} />
      </Section>
    </div>
  );
}

function linkOf(trial: Trial): string | undefined {
  return trial.tracking_run_id === null ? undefined : paths.trackingRun(trial.tracking_run_id);
}

/** Versions of models that trials of this run became. */
function Models({ plan }: { plan: Plan }) {
  const trials = new Map(plan.progress.flatMap((one) => one.model_run_ids.map((id) => [id, one.trial] as const)));
  const versions = useQuery(versionsOfRunsQuery([...trials.keys()]));
  if (versions.data === undefined || versions.data.length === 0)
    return (
      <>
        <p className={classes.dim}>
          {versions.isError ? 'They cannot be read now.' : 'No trial of this run is a version of a model. To make one:'}
        </p>
        <Code text="gyre experiment register PLAN --trial NAME --model NAME" lang="shell" />
      </>
    );
  return (
    <ul className={classes.models}>
      {versions.data.map((version) => (
        <li key={`${version.name}/${version.version}`}>
          <To href={paths.modelVersion(version.name, version.version)}>
            <Own text={version.name} max={60} /> version {version.version}
          </To>{' '}
          from <Own text={trials.get(version.runId) ?? ''} max={60} />
        </li>
      ))}
    </ul>
  );
}

const trialColumns: readonly Column<Trial>[] = [
  {
    id: 'name',
    header: 'Trial',
    width: 170,
    pinned: true,
    value: (trial) => trial.name,
    cell: (trial) => <Own text={trial.name} />,
  },
  {
    id: 'model',
    header: 'Model',
    width: 220,
    hideBelow: 480,
    value: (trial) => trial.model,
    cell: (trial) => <Own text={trial.model} />,
  },
  {
    id: 'strategy',
    header: 'Strategy',
    width: 220,
    hideBelow: 640,
    value: (trial) => trial.strategy,
    cell: (trial) => <Own text={trial.strategy} />,
  },
  {
    id: 'device',
    header: 'Device',
    width: 88,
    hideBelow: 900,
    value: (trial) => trial.device,
    cell: (trial) => <Own text={trial.device} />,
  },
  {
    id: 'description',
    header: 'About',
    width: 180,
    grow: true,
    hideBelow: 780,
    value: (trial) => trial.description,
    cell: (trial) => <Own text={trial.description} />,
  },
];

const datasetColumns: readonly Column<Dataset>[] = [
  {
    id: 'name',
    header: 'Dataset',
    width: 180,
    pinned: true,
    grow: true,
    value: (one) => one.name,
    cell: (one) => <Own text={one.name} />,
  },
  {
    id: 'experiences',
    header: 'Experiences',
    align: 'right',
    width: 112,
    value: (one) => one.experiences,
    cell: (one) => <Num value={one.experiences} />,
  },
  {
    id: 'partitions',
    header: 'Partitions',
    align: 'right',
    width: 104,
    value: (one) => one.partitions,
    cell: (one) => <Num value={one.partitions} />,
  },
  {
    id: 'digest',
    header: 'Digest',
    width: 170,
    hideBelow: 560,
    value: (one) => one.digest,
    cell: (one) =>
      one.digest === null ? <span className={classes.dim}>unknown</span> : <Id value={one.digest} short />,
  },
];
