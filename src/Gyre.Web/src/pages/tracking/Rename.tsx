import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { CopyAs } from '@/kit';

interface Props {
  /** "Rename this experiment" */
  title: string;
  name: string;
  maxLength: number;
  commands: (name: string) => { cli: string; curl: string };
  /** Answers whether it worked. */
  onRename: (name: string) => Promise<boolean>;
  trigger: (open: () => void) => ReactNode;
}

export function Rename({ title, name, maxLength, commands, onRename, trigger }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const made = draft?.trim() ?? '';
  const save = async () => {
    setBusy(true);
    const worked = made === name || (await onRename(made));
    setBusy(false);
    if (worked) setDraft(null);
  };
  return (
    <>
      {trigger(() => setDraft(name))}
      <Modal opened={draft !== null} onClose={() => setDraft(null)} title={title} centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (made !== '') void save();
          }}
        >
          <TextInput
            label="Name"
            value={draft ?? ''}
            maxLength={maxLength}
            onChange={(event) => setDraft(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end" mt="md">
            <CopyAs {...commands(made)} />
            <Button onClick={() => setDraft(null)}>Cancel</Button>
            <Button type="submit" variant="filled" disabled={made === ''} loading={busy}>
              Rename
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
