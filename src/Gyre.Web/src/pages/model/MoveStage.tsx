import { Button, Checkbox, Group, Modal, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { archives, moveToStage, stages } from '@/formats/mlflow/registry';
import { CopyAs, useAction } from '@/kit';
import { commandsOf } from './commands';

interface Props {
  name: string;
  /** The version that is moved, and its stage now; null while the dialog is closed. */
  version: { version: string; stage: string } | null;
  onClose: () => void;
}

export function MoveStage({ name, version, onClose }: Props) {
  return (
    <Modal
      opened={version !== null}
      onClose={onClose}
      title={version === null ? '' : `Stage of version ${version.version}`}
      centered
    >
      {version !== null && <Form name={name} version={version.version} now={version.stage} onClose={onClose} />}
    </Modal>
  );
}

function Form({ name, version, now, onClose }: { name: string; version: string; now: string; onClose: () => void }) {
  const [stage, setStage] = useState(now);
  const [archive, setArchive] = useState(false);
  const { act, busy } = useAction({
    run: () => moveToStage(name, version, stage, archive),
    done: `Version ${version} is now in stage ${stage}`,
    invalidates: [['models']],
    onDone: onClose,
  });
  const withArchive = archive && archives(stage);
  const body = { name, version, stage, ...(withArchive ? { archive_existing_versions: true } : {}) };
  const cli = [
    'gyre',
    'model',
    'stage',
    name,
    version,
    stage.toLowerCase(),
    ...(withArchive ? ['--archive-others'] : []),
  ];
  return (
    <Stack gap="sm">
      <Select
        label="Stage"
        data={[...stages]}
        value={stage}
        onChange={(value) => setStage(value ?? now)}
        allowDeselect={false}
      />
      {archives(stage) && (
        <Checkbox
          label={`Archive the other versions in ${stage}`}
          checked={archive}
          onChange={(event) => setArchive(event.currentTarget.checked)}
        />
      )}
      <Group justify="space-between">
        <CopyAs {...commandsOf('POST', 'model-versions/transition-stage', body, cli)} />
        <Group gap="xs">
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={busy} disabled={stage === now} onClick={() => act()}>
            Move
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
