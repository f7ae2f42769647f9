import { Drawer } from '@mantine/core';
import type { KeyboardEvent, ReactNode } from 'react';

interface Props {
  shown: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A drawer at the right. Escape in a dialog above it closes that dialog alone, which Mantine's own handling does not see to. */
export function SideDrawer({ shown, title, onClose, children }: Props) {
  const close = (event: KeyboardEvent<HTMLDivElement>) => {
    // Events of dialogs above come here too, through React's tree.
    const dialog = event.target instanceof Element ? event.target.closest('[role="dialog"]') : null;
    const inside = dialog === event.currentTarget.querySelector('[role="dialog"]');
    if (event.key === 'Escape' && inside && !event.defaultPrevented) onClose();
  };
  return (
    <Drawer
      opened={shown}
      onClose={onClose}
      position="right"
      title={title}
      closeOnEscape={false}
      onKeyDown={close}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children}
    </Drawer>
  );
}
