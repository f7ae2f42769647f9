import { Button } from '@mantine/core';
import { useMayChange } from '@/app/session';
import { deleteTraces, type Trace } from '@/formats/mlflow/traces';
import { Confirm, count, CopyAs, useAction } from '@/kit';
import { mlflowCommands } from '../tracking/commands';
import { idsByExperiment } from './filter';

interface Props {
  traces: readonly Trace[];
  onDone: () => void;
}

/** Deletes the chosen traces, experiment by experiment. */
export function DeleteTraces({ traces, onDone }: Props) {
  const may = useMayChange();
  const byExperiment = idsByExperiment(traces);
  const action = useAction({
    run: async () => {
      let deleted = 0;
      for (const [experiment, ids] of byExperiment) deleted += await deleteTraces(experiment, ids);
      return deleted;
    },
    done: (deleted) => `Deleted ${count(deleted, 'trace')}`,
    invalidates: [['traces']],
    onDone,
  });
  if (!may || traces.length === 0) return null;
  const [experiment, ids] = [...byExperiment][0] ?? ['', []];
  const commands = mlflowCommands(
    ['traces', 'delete', '--experiment-id', experiment, '--trace-ids', ids.join(',')],
    'traces/delete-traces',
    { experiment_id: experiment, request_ids: ids },
  );
  return (
    <>
      <Confirm
        title={`Delete ${count(traces.length, 'trace')}`}
        text="Their spans, tags and assessments are deleted with them. This cannot be undone."
        danger
        onYes={() => action.actAsync()}
        trigger={(open) => (
          <Button size="compact-xs" loading={action.busy} onClick={open}>
            Delete {traces.length}
          </Button>
        )}
      />
      {byExperiment.size === 1 && <CopyAs {...commands} />}
    </>
  );
}
