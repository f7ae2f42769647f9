import { Button, Group, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface Props {
  title: string;
  text: ReactNode;
  /** What it does; a promise keeps the question open until it is done. */
  onYes: () => unknown;
  danger?: boolean;
  /** The word on the button that does it; default the title. */
  yes?: string;
  /** Gets what opens the question: `trigger={(open) => <Button onClick={open}>Delete</Button>}`. */
  trigger: (open: () => void) => ReactNode;
}

export function Confirm({ title, text, onYes, danger, yes, trigger }: Props) {
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState(false);
  const close = () => setOpened(false);
  const act = async () => {
    setBusy(true);
    try {
      await onYes();
      close();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      {trigger(() => setOpened(true))}
      <Modal opened={opened} onClose={close} title={title} centered>
        <div>{text}</div>
        <Group justify="flex-end" mt="md">
          <Button onClick={close}>Keep as it is</Button>
          <Button
            variant="filled"
            {...(danger === true ? { color: 'red' } : {})}
            loading={busy}
            onClick={() => void act()}
            data-autofocus
          >
            {yes ?? title}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
