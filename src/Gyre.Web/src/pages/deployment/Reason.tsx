import { Textarea } from '@mantine/core';
import { longestReason } from './requests';

/** Why a change is made; no change goes without. */
export function Reason({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Textarea
      label="Reason"
      description="Say why, for those who ask later. It is kept with the change."
      maxLength={longestReason}
      autosize
      minRows={2}
      maxRows={6}
      required
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
