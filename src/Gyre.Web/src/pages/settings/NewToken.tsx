import { Button, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { post } from '@/api/client';
import { Code, useAction } from '@/kit';
import { daysProblem } from './tokenState';

/** Creates a token and shows it once. */
export function NewToken() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="filled" onClick={open}>
        Create a token
      </Button>
      <Modal opened={opened} onClose={close} title="Create a token" closeButtonProps={{ 'aria-label': 'Close' }}>
        <Form onClose={close} />
      </Modal>
    </>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState('admin');
  const [days, setDays] = useState('90');
  const [made, setMade] = useState<string | null>(null);
  const problem = daysProblem(days);
  const action = useAction({
    run: () =>
      post('/api/v1/tokens', {
        body: { name: name.trim(), scope, ...(days.trim() === '' ? {} : { days: Number(days) }) },
      }),
    invalidates: [['tokens'], ['session']],
    onDone: (token) => setMade(token.token ?? null),
  });
  if (made !== null) return <Made token={made} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null && name.trim() !== '') action.act();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          size="sm"
          label="Name"
          description="What it is for, or who uses it"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <div>
          <Text size="sm" id="new-token-scope">
            May
          </Text>
          <SegmentedControl
            size="sm"
            aria-labelledby="new-token-scope"
            value={scope}
            onChange={setScope}
            data={[
              { value: 'admin', label: 'do everything' },
              { value: 'read', label: 'only read' },
            ]}
          />
        </div>
        <TextInput
          size="sm"
          label="Days until it ends"
          description="Empty: until it is revoked"
          inputMode="numeric"
          value={days}
          error={problem}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button
            type="submit"
            variant="filled"
            loading={action.busy}
            disabled={name.trim() === '' || problem !== null}
          >
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Made({ token, onClose }: { token: string; onClose: () => void }) {
  return (
    <Stack gap="sm">
      <Text size="sm">Copy the token now: it is not shown again, not even to you.</Text>
      <Code text={token} />
      <Text size="sm">Programs read it from the environment:</Text>
      <Code text={`export GYRE_TOKEN=${token}`} lang="shell" />
      <Group justify="flex-end">
        <Button variant="filled" onClick={onClose}>
          I have copied it
        </Button>
      </Group>
    </Stack>
  );
}
