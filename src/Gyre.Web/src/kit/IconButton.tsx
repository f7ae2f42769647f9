import { ActionIcon } from '@mantine/core';
import { Icon, type IconName } from './icons';

interface Props {
  icon: IconName;
  /** What it does, for screen readers and on hover. */
  label: string;
  disabled?: boolean;
  onClick: () => void;
}

/** A quiet button that is an icon alone: in bars of tools, and to close something. */
export function IconButton({ icon, label, disabled = false, onClick }: Props) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={28}
      aria-label={label}
      title={label}
      // Not `disabled`: a button that has the focus would lose it when its last step was made.
      data-disabled={disabled}
      aria-disabled={disabled}
      onClick={() => {
        if (!disabled) onClick();
      }}
    >
      <Icon name={icon} />
    </ActionIcon>
  );
}
