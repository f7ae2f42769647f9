import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Confirm } from '@/kit';

interface Props {
  title: string;
  /** What is lost and what stays. */
  text: ReactNode;
  onYes: () => unknown;
}

/** The button in a row that removes what the row shows, after a question. */
export function Remove({ title, text, onYes }: Props) {
  return (
    <Confirm
      title={title}
      yes="Remove"
      danger
      text={text}
      onYes={onYes}
      trigger={(open) => (
        <Button size="compact-xs" onClick={open}>
          Remove
        </Button>
      )}
    />
  );
}
