import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { againRequest, newKey, type Run, startRun } from '@/api/runs';
import { paths } from '@/app/nav';
import { Code, CopyAs, Icon, Own, useAction, useGo } from '@/kit';
import { startCommands } from '../commands';
import { ProjectGone, useProjectGone } from './useProjectGone';

/** Starts the same pipeline with the same parameters. */
export function RunAgain({ run }: { run: Run }) {
  const [opened, setOpened] = useState(false);
  const [key, setKey] = useState('');
  const isGone = useProjectGone(run.project, opened);
  const go = useGo();
  const body = againRequest(run);
  const commands = startCommands(body);
  const start = useAction({
    // A second click in the same dialog starts nothing twice.
    run: () => startRun(body, key),
    done: 'A new run has started.',
    invalidates: [['runs']],
    onDone: (made) => go(paths.run(made.run_id)),
  });
  const open = () => {
    setKey(newKey());
    setOpened(true);
  };
  return (
    <>
      <Button leftSection={<Icon name="refresh" size={14} />} onClick={open}>
        Run again
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Run this again" centered>
        <p>
          Starts a new run of <Own text={run.pipeline} /> of <Own text={run.project} /> with the same parameters and the
          project’s files as they are now. What has not changed is taken from the cache.
        </p>
        {isGone && (
          <>
            <ProjectGone project={run.project} />
            <Code text={commands.cli} lang="shell" />
          </>
        )}
        <Group justify="space-between" mt="md">
          <CopyAs {...commands} />
          <Group gap="xs">
            <Button onClick={() => setOpened(false)}>Keep as it is</Button>
            <Button variant="filled" disabled={isGone} loading={start.busy} onClick={() => start.act()} data-autofocus>
              Start a new run
            </Button>
          </Group>
        </Group>
      </Modal>
    </>
  );
}
