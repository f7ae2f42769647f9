import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshRun } from '@/api/nodes';
import { resumeRun, type Run } from '@/api/runs';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { Confirm, CopyAs, Icon, To, useAction } from '@/kit';
import { resumeCommands, showCommands } from '../commands';
import { CancelRun } from './CancelRun';
import { RunAgain } from './RunAgain';

/** What can be done with the run as a whole. */
export function RunActions({ run }: { run: Run }) {
  const mayChange = useMayChange();
  const [cancelling, setCancelling] = useState(false);
  return (
    <>
      {mayChange && run.state === 'running' && (
        <Button leftSection={<Icon name="stop" size={14} />} onClick={() => setCancelling(true)}>
          Cancel
        </Button>
      )}
      {mayChange && (run.state === 'failed' || run.state === 'cancelled') && <Resume run={run} />}
      {mayChange && <RunAgain run={run} />}
      <Button
        component={To}
        href={paths.lineage('pipeline-run', run.run_id)}
        leftSection={<Icon name="graph" size={14} />}
      >
        Lineage
      </Button>
      <CopyAs {...showCommands(run.run_id)} />
      <CancelRun run={run.run_id} opened={cancelling} onClose={() => setCancelling(false)} />
    </>
  );
}

function Resume({ run }: { run: Run }) {
  const client = useQueryClient();
  const resume = useAction({
    run: () => resumeRun(run.run_id),
    done: 'The run is being resumed.',
    invalidates: [['runs']],
    onDone: () => refreshRun(client, run.run_id),
  });
  return (
    <Confirm
      title="Resume this run"
      yes="Resume"
      text={
        <>
          <p>Finished node runs are kept; the others run again, with the code that the run was accepted with.</p>
          <CopyAs {...resumeCommands(run.run_id)} />
        </>
      }
      onYes={() => resume.actAsync()}
      trigger={(open) => (
        <Button variant="filled" leftSection={<Icon name="run" size={14} />} onClick={open}>
          Resume
        </Button>
      )}
    />
  );
}
