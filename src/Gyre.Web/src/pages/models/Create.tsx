import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { paths } from '@/app/nav';
import { createModel } from '@/formats/mlflow/registry';
import { CopyAs, Icon, useAction, useGo } from '@/kit';
import { commandsOf } from '@/pages/model/commands';
import { nameProblem } from './rows';

/** An empty model: a name that versions can be registered under. */
export function Create() {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="filled" leftSection={<Icon name="plus" size={14} />} onClick={() => setOpened(true)}>
        New model
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="New model" centered>
        <Form onClose={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [tried, setTried] = useState(false);
  const go = useGo();
  const { act, busy } = useAction({
    run: () => createModel(name, description),
    done: 'Model created',
    invalidates: [['models']],
    onDone: () => {
      onClose();
      go(paths.model(name));
    },
  });
  const problem = nameProblem(name);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (problem === null) act();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={tried ? problem : null}
          data-autofocus
        />
        <Textarea
          label="Description"
          description="Markdown"
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={12}
        />
        <Group justify="space-between">
          <CopyAs {...commandsOf('POST', 'registered-models/create', { name, description }, null)} />
          <Group gap="xs">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={busy}>
              Create
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
