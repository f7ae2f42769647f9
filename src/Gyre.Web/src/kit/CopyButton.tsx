import { ActionIcon } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { copyText } from './clipboard';
import { Icon } from './icons';

export function CopyButton({ text, label = 'Copy' }: { text: string | (() => string); label?: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(typeof text === 'string' ? text : text()))) {
      notifications.show({
        color: 'red',
        message: 'The browser did not allow copying. Select the text and copy it.',
      });
      return;
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label={copied ? 'Copied' : label}
      title={label}
      onClick={() => void copy()}
    >
      <Icon name={copied ? 'check' : 'copy'} size={14} />
    </ActionIcon>
  );
}
