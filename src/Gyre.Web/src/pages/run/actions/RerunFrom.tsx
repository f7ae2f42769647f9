import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type CacheInvalidated, invalidateNode } from '@/api/nodes';
import { againRequest, newKey, type Run, startRun } from '@/api/runs';
import { paths } from '@/app/nav';
import { CopyAs, count, Failure, Icon, Loading, Own, useAction, useGo } from '@/kit';
import { invalidateCommands } from '../commands';
import classes from './actions.module.css';
import { ProjectGone, useProjectGone } from './useProjectGone';

/** Runs a node and what follows it again: forgets their cached results, after showing which, and starts a new run. */
export function RerunFrom({ run, node }: { run: Run; node: string }) {
  const [opened, setOpened] = useState(false);
  const look = useMutation({ mutationFn: () => invalidateNode(run.run_id, node, true) });
  // Nothing is deleted where the new run could not start.
  const isGone = useProjectGone(run.project, opened);
  const go = useGo();
  const again = useAction({
    run: async () => {
      await invalidateNode(run.run_id, node, false);
      return startRun(againRequest(run), newKey());
    },
    done: 'A new run has started.',
    invalidates: [['runs'], ['cache']],
    onDone: (made) => go(paths.run(made.run_id)),
  });
  const open = () => {
    look.mutate();
    setOpened(true);
  };
  return (
    <>
      <Button leftSection={<Icon name="refresh" size={14} />} onClick={open}>
        Re-run from here
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Re-run from here" centered>
        {look.isError ? (
          <Failure error={look.error} onRetry={() => look.mutate()} />
        ) : look.data === undefined ? (
          <Loading />
        ) : (
          <Plan found={look.data} />
        )}
        {isGone && <ProjectGone project={run.project} />}
        <Group justify="space-between" mt="md">
          <CopyAs {...invalidateCommands(run.run_id, node)} />
          <Group gap="xs">
            <Button onClick={() => setOpened(false)}>Keep as it is</Button>
            <Button
              variant="filled"
              disabled={look.data === undefined || isGone}
              loading={again.busy}
              onClick={() => again.act()}
            >
              Delete and start a new run
            </Button>
          </Group>
        </Group>
      </Modal>
    </>
  );
}

function Plan({ found }: { found: CacheInvalidated }) {
  const removed = count(found.entries.length, 'cached result');
  return (
    <>
      <p>
        {found.entries.length === 0
          ? 'None of these nodes has a cached result, so nothing is deleted.'
          : `Deletes ${removed} of these nodes. Runs and artifacts are kept.`}{' '}
        Then a new run of the same pipeline starts with the same parameters; what comes before is taken from the cache.
      </p>
      <ul className={classes.names} aria-label="Nodes that run again">
        {found.nodes.map((name) => (
          <li key={name}>
            <Own text={name} />
          </li>
        ))}
      </ul>
    </>
  );
}
