import { useMemo } from 'react';
import { valueOf } from '@/formats/mlflow/client';
import { deleteExperimentTag, type Experiment, experimentQuery, setExperimentTag } from '@/formats/mlflow/experiments';
import { queryClient } from '@/app/query';
import { Facts, Id, Own, Section, State, Time } from '@/kit';
import { pythonCommands, pythonText } from '../tracking/commands';
import { Note } from '../tracking/Note';
import type { TagStore } from '../tracking/tagList';
import { noteKey } from '../tracking/tagList';
import { Tags } from '../tracking/Tags';

/** What an experiment is, apart from its runs. */
export function About({ experiment }: { experiment: Experiment }) {
  const id = experiment.experiment_id;
  const store = useMemo<TagStore>(
    () => ({
      read: async () => (await queryClient.fetchQuery({ ...experimentQuery(id), staleTime: 0 })).tags ?? [],
      set: (key, value) => setExperimentTag(id, key, value),
      remove: (key) => deleteExperimentTag(id, key),
    }),
    [id],
  );
  const invalidates = useMemo(() => [['experiment', id], ['experiments']], [id]);
  return (
    <>
      <Note note={valueOf(experiment.tags, noteKey) ?? null} store={store} invalidates={invalidates} maxLength={5000} />
      <Section title="Facts">
        <Facts
          items={[
            ['ID', <Id key="id" value={id} />],
            ['State', <State key="state" value={experiment.lifecycle_stage} />],
            ['Created', <Time key="created" at={experiment.creation_time} />],
            ['Last update', <Time key="updated" at={experiment.last_update_time} />],
            ['Artifacts', <Own key="artifacts" text={experiment.artifact_location} />],
          ]}
        />
      </Section>
      <Tags
        tags={experiment.tags ?? []}
        store={store}
        invalidates={invalidates}
        commands={(key, value) =>
          pythonCommands(
            `set_experiment_tag(${pythonText(id)}, ${pythonText(key)}, ${pythonText(value)})`,
            'experiments/set-experiment-tag',
            { experiment_id: id, key, value },
          )
        }
      />
    </>
  );
}
