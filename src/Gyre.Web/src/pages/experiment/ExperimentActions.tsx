import { Button } from '@mantine/core';
import { useMayChange } from '@/app/session';
import { deleteExperiment, type Experiment, renameExperiment, restoreExperiment } from '@/formats/mlflow/experiments';
import { Confirm, CopyAs, useAction } from '@/kit';
import { mlflowCommands } from '../tracking/commands';
import { Rename } from '../tracking/Rename';

/** Rename, delete and restore an experiment. */
export function ExperimentActions({ experiment, compact }: { experiment: Experiment; compact?: boolean }) {
  const may = useMayChange();
  const id = experiment.experiment_id;
  const deleted = experiment.lifecycle_stage === 'deleted';
  const invalidates = [['experiments'], ['experiment', id], ['tracking-table', id], ['tracking-count', id]];
  const rename = useAction({ run: (name: string) => renameExperiment(id, name), done: 'Renamed', invalidates });
  const remove = useAction({ run: () => deleteExperiment(id), done: 'Experiment deleted', invalidates });
  const restore = useAction({
    run: () => restoreExperiment(id),
    done: 'Experiment restored with all its runs',
    invalidates,
  });
  const size = compact === true ? 'compact-xs' : 'xs';
  if (!may) return null;
  return (
    <>
      {deleted ? (
        <Button size={size} onClick={() => restore.act()} loading={restore.busy}>
          Restore
        </Button>
      ) : (
        <>
          <Rename
            title="Rename this experiment"
            name={experiment.name}
            maxLength={500}
            commands={(name) =>
              mlflowCommands(
                ['experiments', 'rename', '--experiment-id', id, '--new-name', name],
                'experiments/update',
                { experiment_id: id, new_name: name },
              )
            }
            onRename={rename.actAsync}
            trigger={(open) => (
              <Button size={size} onClick={open}>
                Rename
              </Button>
            )}
          />
          <Confirm
            title="Delete this experiment?"
            text="The experiment and all its runs are marked as deleted. They keep their data, and the name stays taken, until the home is cleaned up with 'gyre tracking gc'."
            yes="Delete"
            danger
            onYes={() => remove.actAsync()}
            trigger={(open) => (
              <Button size={size} color="red" variant="light" onClick={open}>
                Delete
              </Button>
            )}
          />
        </>
      )}
      {compact !== true && (
        <CopyAs
          {...mlflowCommands(
            ['experiments', deleted ? 'restore' : 'delete', '--experiment-id', id],
            `experiments/${deleted ? 'restore' : 'delete'}`,
            { experiment_id: id },
          )}
        />
      )}
    </>
  );
}
