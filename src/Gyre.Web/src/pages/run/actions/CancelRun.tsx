import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { cancelRun } from '@/api/runs';
import { CopyAs, useAction } from '@/kit';
import { cancelCommands } from '../commands';

interface Props {
  run: string;
  opened: boolean;
  onClose: () => void;
}

export function CancelRun({ run, opened, onClose }: Props) {
  const [reason, setReason] = useState('');
  const cancel = useAction({
    run: () => cancelRun(run, reason.trim()),
    done: 'The run is being cancelled.',
    invalidates: [['run', run], ['runs']],
    onDone: onClose,
  });
  return (
    <Modal opened={opened} onClose={onClose} title="Cancel this run?" centered>
      <p>Steps that are running are ended. What has finished is kept, and the run can be resumed later.</p>
      <Textarea
        label="Reason"
        description="Optional; shown on the run."
        maxLength={500}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        data-autofocus
      />
      <Group justify="space-between" mt="md">
        <CopyAs {...cancelCommands(run, reason.trim())} />
        <Group gap="xs">
          <Button onClick={onClose}>Let it run</Button>
          <Button variant="filled" color="red" loading={cancel.busy} onClick={() => cancel.act()}>
            Cancel the run
          </Button>
        </Group>
      </Group>
    </Modal>
  );
}
