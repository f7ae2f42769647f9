import { Button } from '@mantine/core';
import type { TrackingRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { deleteRun, renameRun, restoreRun } from '@/formats/mlflow/runs';
import { Confirm, CopyAs, To, useAction } from '@/kit';
import { cliOf, csharpOf, csText, curlOf } from '@/kit/commands';
import { mlflowCommands, pythonCommands, pythonText } from '../tracking/commands';
import { Rename } from '../tracking/Rename';

export function RunActions({ run }: { run: TrackingRun }) {
  const may = useMayChange();
  const invalidates = [
    ['tracking-run', run.id],
    ['tracking-table', run.experiment],
    ['tracking-count', run.experiment],
  ];
  const rename = useAction({ run: (name: string) => renameRun(run.id, name), done: 'Renamed', invalidates });
  const remove = useAction({ run: () => deleteRun(run.id), done: 'Run deleted', invalidates });
  const restore = useAction({ run: () => restoreRun(run.id), done: 'Run restored', invalidates });
  return (
    <>
      {may && !run.deleted && (
        <>
          <Rename
            title="Rename this run"
            name={run.name}
            maxLength={8000}
            commands={(name) =>
              pythonCommands(`update_run(${pythonText(run.id)}, name=${pythonText(name)})`, 'runs/update', {
                run_id: run.id,
                run_name: name,
              })
            }
            onRename={rename.actAsync}
            trigger={(open) => <Button onClick={open}>Rename</Button>}
          />
          <Confirm
            title="Delete this run?"
            text={
              <>
                <p>
                  It keeps its data and can be restored until the home is cleaned up with &apos;gyre tracking gc&apos;.
                </p>
                <CopyAs
                  {...mlflowCommands(['runs', 'delete', '--run-id', run.id], 'runs/delete', { run_id: run.id })}
                />
              </>
            }
            yes="Delete"
            danger
            onYes={() => remove.actAsync()}
            trigger={(open) => (
              <Button color="red" variant="light" onClick={open}>
                Delete
              </Button>
            )}
          />
        </>
      )}
      {may && run.deleted && (
        <Button onClick={() => restore.act()} loading={restore.busy}>
          Restore
        </Button>
      )}
      <Button component={To} href={paths.lineage('run', run.id)}>
        Lineage
      </Button>
      <CopyAs
        cli={cliOf('tracking show', [run.id])}
        curl={curlOf('GET', `/api/v1/tracking/runs/${run.id}`)}
        csharp={csharpOf(`var run = await api.Tracking.GetAsync(${csText(run.id)});`)}
      />
    </>
  );
}
