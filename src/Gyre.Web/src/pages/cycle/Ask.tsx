import { Button, Group, Modal, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Icon, type IconName } from '@/kit';

interface Props {
  title: string;
  /** The word on both buttons: the one that opens the question and the one that does it. */
  word: string;
  icon?: IconName;
  danger?: boolean;
  /** The answer is not complete: it cannot be sent. */
  disabled?: boolean;
  /** Whether it worked; otherwise the question stays open with what was typed. */
  onYes: () => Promise<boolean>;
  children: ReactNode;
}

/** A question that asks for values, which the kit's plain yes-or-no does not. */
export function Ask({ title, word, icon, danger, disabled, onYes, children }: Props) {
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    const done = await onYes();
    setBusy(false);
    if (done) setOpened(false);
  };
  return (
    <>
      <Button
        leftSection={icon === undefined ? undefined : <Icon name={icon} size={14} />}
        onClick={() => setOpened(true)}
      >
        {word}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={title} centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (disabled !== true) void act();
          }}
        >
          <Stack gap="sm">{children}</Stack>
          <Group justify="flex-end" mt="md">
            <Button onClick={() => setOpened(false)}>Keep as it is</Button>
            <Button
              type="submit"
              variant="filled"
              {...(danger === true ? { color: 'red' } : {})}
              loading={busy}
              disabled={disabled === true}
            >
              {word}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  );
}
