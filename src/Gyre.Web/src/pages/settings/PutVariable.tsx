import { Autocomplete, Button, Checkbox, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { put } from '@/api/client';
import { isolated, useAction } from '@/kit';
import { projectsQuery, type Variable } from './queries';

/** Sets a variable: a new one, or another value for one that is there. */
export function PutVariable({ variable }: { variable?: Variable }) {
  const [opened, { open, close }] = useDisclosure(false);
  const title = variable === undefined ? 'Set a variable' : 'Change a variable';
  return (
    <>
      <Button {...(variable === undefined ? { variant: 'filled' } : { size: 'compact-xs' })} onClick={open}>
        {variable === undefined ? title : 'Change'}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
        <Form variable={variable} onClose={close} />
      </Modal>
    </>
  );
}

function Form({ variable, onClose }: { variable: Variable | undefined; onClose: () => void }) {
  const projects = useQuery(projectsQuery);
  const [project, setProject] = useState(variable?.project ?? '');
  const [name, setName] = useState(variable?.name ?? '');
  const [value, setValue] = useState(variable?.value ?? '');
  const [secret, setSecret] = useState(variable?.secret ?? false);
  const action = useAction({
    run: () =>
      put('/api/v1/variables/{project}/{name}', {
        path: { project: project.trim(), name: name.trim() },
        body: { value, secret },
      }),
    done: `Set ${isolated(name.trim())}`,
    invalidates: [['variables']],
    onDone: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    action.act();
  };
  const fixed = variable !== undefined;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Autocomplete
          size="sm"
          label="Project"
          required
          disabled={fixed}
          data={[...new Set(projects.data?.map((one) => one.name) ?? [])]}
          value={project}
          onChange={setProject}
        />
        <TextInput
          size="sm"
          label="Name"
          required
          disabled={fixed}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          size="sm"
          label="Value"
          description={
            variable?.secret === true ? 'The value that is set now is not shown; it is replaced.' : undefined
          }
          autosize
          minRows={1}
          maxRows={8}
          value={value}
          autoComplete="off"
          onChange={(event) => setValue(event.currentTarget.value)}
          {...(fixed ? { 'data-autofocus': true } : {})}
        />
        <Checkbox
          size="sm"
          label="Secret: encrypted, masked in logs, never shown again"
          checked={secret}
          onChange={(event) => setSecret(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button
            type="submit"
            variant="filled"
            loading={action.busy}
            disabled={project.trim() === '' || name.trim() === ''}
          >
            Set
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
