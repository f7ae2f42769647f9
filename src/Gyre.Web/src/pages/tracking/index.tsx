import { Button, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { runCountQuery } from '@/api/tracking';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { valueOf } from '@/formats/mlflow/client';
import { type Experiment, experimentsQuery } from '@/formats/mlflow/experiments';
import {
  type Column,
  CopyAs,
  count,
  Empty,
  Icon,
  Num,
  Own,
  Page,
  Query,
  State,
  Table,
  Time,
  useSearchState,
} from '@/kit';
import { cliOf, curlOf } from '@/kit/commands';
import { ExperimentActions } from '../experiment/ExperimentActions';
import { viewOf } from '../experiment/state';
import { useTrackingChanges } from '../experiment/useTrackingChanges';
import { NewExperiment } from './NewExperiment';
import { matchExperiments } from './search';
import { noteKey, sortTags } from './tagList';
import classes from './Tracking.module.css';

export default function TrackingPage() {
  const may = useMayChange();
  const [state, setState] = useSearchState({ text: '', view: 'active', sort: '' });
  const view = viewOf(state.view);
  const result = useQuery(experimentsQuery(view));
  const client = useQueryClient();
  useTrackingChanges(
    () => true,
    (changes) => {
      const known = new Set(result.data?.map((one) => one.experiment_id));
      if (changes.some((change) => !known.has(change.experiment)))
        void client.invalidateQueries({ queryKey: ['experiments'] });
      for (const id of new Set(changes.map((change) => change.experiment)))
        void client.invalidateQueries({ queryKey: ['tracking-count', id] });
    },
    5000,
  );
  return (
    <Page
      title="Tracking"
      subtitle="Experiments and their runs, logged by pipelines and by any MLflow client."
      actions={
        <>
          {may && <NewExperiment />}
          <CopyAs
            cli={cliOf('tracking experiments')}
            curl={curlOf('POST', '/api/2.0/mlflow/experiments/search', { max_results: 1000 })}
          />
        </>
      }
    >
      <div className={classes.toolbar} role="search">
        <TextInput
          size="xs"
          className={classes.search}
          aria-label="Search experiments"
          placeholder="Name, or tag:value"
          leftSection={<Icon name="search" size={14} />}
          value={state.text}
          onChange={(event) => setState({ text: event.currentTarget.value })}
        />
        <Select
          size="xs"
          w={128}
          aria-label="Which experiments"
          allowDeselect={false}
          data={[
            { value: 'active', label: 'Active' },
            { value: 'deleted', label: 'Deleted' },
            { value: 'all', label: 'All' },
          ]}
          value={view}
          onChange={(value) => setState({ view: value ?? 'active' })}
        />
      </div>
      <Query result={result} rows={8}>
        {(experiments) => <Experiments experiments={experiments} state={state} setState={setState} />}
      </Query>
    </Page>
  );
}

interface ListProps {
  experiments: readonly Experiment[];
  state: { text: string; view: string; sort: string };
  setState: (patch: { text?: string; view?: string; sort?: string }) => void;
}

function Experiments({ experiments, state, setState }: ListProps) {
  const found = useMemo(() => matchExperiments(experiments, state.text), [experiments, state.text]);
  const none =
    experiments.length === 0 && state.view === 'active' ? (
      <Empty
        title="There are no experiments yet"
        hint="Runs of pipelines make theirs. You can also log from any MLflow client."
        commands={['gyre demo']}
      />
    ) : (
      <Empty
        title="No experiment matches"
        action={<Button onClick={() => setState({ text: '', view: 'active' })}>Show all active experiments</Button>}
      />
    );
  return (
    <Table
      label="Experiments"
      rows={found}
      columns={columns}
      rowKey={(one) => one.experiment_id}
      rowLink={(one) => paths.experiment(one.experiment_id)}
      sort={state.sort}
      onSort={(sort) => setState({ sort })}
      exportName="experiments"
      toolbar={<span role="status">{count(found.length, 'experiment')}</span>}
      empty={none}
    />
  );
}

const columns: readonly Column<Experiment>[] = [
  {
    id: 'name',
    header: 'Name',
    grow: true,
    width: 200,
    value: (one) => one.name,
    cell: (one) => <Own text={one.name} />,
  },
  { id: 'runs', header: 'Runs', align: 'right', width: 80, cell: (one) => <RunCount experiment={one} /> },
  {
    id: 'tags',
    header: 'Tags',
    width: 240,
    hideBelow: 900,
    value: (one) =>
      sortTags(one.tags ?? [])
        .own.map((tag) => `${tag.key}: ${tag.value}`)
        .join(', '),
    cell: (one) => <TagChips experiment={one} />,
  },
  {
    id: 'note',
    header: 'Note',
    width: 200,
    hideBelow: 1200,
    value: (one) => valueOf(one.tags, noteKey) ?? null,
    cell: (one) => <Own text={valueOf(one.tags, noteKey)?.split('\n', 1)[0] ?? null} />,
  },
  {
    id: 'updated',
    header: 'Last update',
    width: 128,
    hideBelow: 520,
    value: (one) => one.last_update_time ?? null,
    cell: (one) => <Time at={one.last_update_time} relative />,
  },
  {
    id: 'created',
    header: 'Created',
    width: 128,
    hideBelow: 800,
    value: (one) => one.creation_time ?? null,
    cell: (one) => <Time at={one.creation_time} relative />,
  },
  {
    id: 'id',
    header: 'ID',
    width: 72,
    hideBelow: 800,
    value: (one) => Number(one.experiment_id),
    cell: (one) => one.experiment_id,
  },
  {
    id: 'state',
    header: 'State',
    width: 96,
    hideBelow: 720,
    value: (one) => one.lifecycle_stage,
    cell: (one) => <State value={one.lifecycle_stage} />,
  },
  {
    id: 'actions',
    header: 'Actions',
    width: 168,
    hideBelow: 640,
    cell: (one) => <ExperimentActions experiment={one} compact />,
  },
];

/** Counted only for the rows in view. */
function RunCount({ experiment }: { experiment: Experiment }) {
  const result = useQuery(runCountQuery(experiment.experiment_id, experiment.lifecycle_stage));
  return result.data === undefined ? null : <Num value={result.data} />;
}

function TagChips({ experiment }: { experiment: Experiment }) {
  const { own } = sortTags(experiment.tags ?? []);
  return (
    <span className={classes.chips}>
      {own.slice(0, 3).map((tag) => (
        <span key={tag.key} className={classes.chip}>
          <Own text={`${tag.key}: ${tag.value}`} max={20} />
        </span>
      ))}
      {own.length > 3 && <span>+{own.length - 3}</span>}
    </span>
  );
}
