import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { paths } from '@/app/nav';
import { createExperiment } from '@/formats/mlflow/experiments';
import { CopyAs, Icon, useAction, useGo } from '@/kit';
import { mlflowCommands } from './commands';

export function NewExperiment() {
  const go = useGo();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const create = useAction({
    run: (wanted: string) => createExperiment(wanted),
    done: 'Experiment created',
    invalidates: [['experiments']],
    onDone: (id: string) => {
      setOpened(false);
      setName('');
      go(paths.experiment(id));
    },
  });
  const made = name.trim();
  return (
    <>
      <Button variant="filled" leftSection={<Icon name="plus" size={14} />} onClick={() => setOpened(true)}>
        New experiment
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="New experiment" centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (made !== '') create.act(made);
          }}
        >
          <TextInput
            label="Name"
            description="Unique, also among deleted experiments."
            maxLength={500}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="space-between" mt="md">
            <CopyAs
              {...mlflowCommands(['experiments', 'create', '--experiment-name', made], 'experiments/create', {
                name: made,
              })}
            />
            <Button type="submit" variant="filled" disabled={made === ''} loading={create.busy}>
              Create
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
