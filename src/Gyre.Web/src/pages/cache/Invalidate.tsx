import { Button, Group, Modal, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { dryRunQuery, type Invalidated } from '@/api/cache';
import { invalidateNode } from '@/api/nodes';
import { CopyAs, Own, Query, useAction } from '@/kit';
import { count } from '@/kit/format';
import { invalidateCommands } from '../run/commands';
import classes from './cache.module.css';
import { lossText } from './entryRows';
import { lossesOf } from './explanation';

interface Props {
  run: string;
  node: string;
}

/** Deletes the cached results of a node and of all that follow it; shows first what that would be. */
export function Invalidate({ run, node }: Props) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button color="red" variant="light" onClick={open}>
        Invalidate
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title="Invalidate this node"
        centered
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Ask run={run} node={node} onClose={close} />
      </Modal>
    </>
  );
}

function Ask({ run, node, onClose }: Props & { onClose: () => void }) {
  const dry = useQuery(dryRunQuery(run, node));
  const action = useAction({
    run: () => invalidateNode(run, node, false),
    done: (made) => `Deleted ${count(made.entries.length, 'cached result')}`,
    invalidates: [['cache'], ['run', run]],
    onDone: onClose,
  });
  const nothing = (dry.data?.entries.length ?? 0) === 0;
  return (
    <Stack gap="sm">
      <Query result={dry}>{(found) => <Loss found={found} />}</Query>
      <Group justify="space-between">
        <CopyAs {...invalidateCommands(run, node)} />
        <Group gap="xs">
          <Button onClick={onClose}>Keep as it is</Button>
          {!nothing && (
            <Button
              variant="filled"
              color="red"
              loading={action.busy}
              disabled={dry.isFetching || dry.isError}
              onClick={() => action.act()}
            >
              Delete
            </Button>
          )}
        </Group>
      </Group>
    </Stack>
  );
}

function Loss({ found }: { found: Invalidated }) {
  return (
    <>
      <p className={classes.dim}>
        {lossText(found.entries)}
        {found.entries.length > 0 &&
          ' This node and all nodes downstream run again when a run needs them. Results upstream are still reused; artifacts and runs are kept.'}
      </p>
      {found.entries.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="What would be deleted">
          <table className={classes.losses}>
            <thead>
              <tr>
                <th scope="col">Node</th>
                <th scope="col">Entries</th>
                <th scope="col">Hits</th>
              </tr>
            </thead>
            <tbody>
              {lossesOf(found.nodes, found.entries).map((loss) => (
                <tr key={loss.node}>
                  <td>
                    <Own text={loss.node} />
                  </td>
                  <td>{loss.entries.toLocaleString('en-US')}</td>
                  <td>{loss.hits.toLocaleString('en-US')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
