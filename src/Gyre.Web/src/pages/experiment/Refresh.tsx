import { ActionIcon } from '@mantine/core';
import { Icon } from '@/kit';

/** Values that runs log make no event; changes of their states do, and refresh by themselves. */
export function Refresh({ onRefresh, busy }: { onRefresh: () => void; busy: boolean }) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label="Refresh the values"
      title="Refresh the values"
      loading={busy}
      onClick={onRefresh}
    >
      <Icon name="refresh" size={14} />
    </ActionIcon>
  );
}
