import { Select } from '@mantine/core';
import { Own } from '@/kit';
import classes from './plan.module.css';

interface Props {
  label: string;
  value: string;
  among: readonly string[];
  onChange: (value: string) => void;
}

/** One of several names; with one there is nothing to choose. */
export function Choice({ label, value, among, onChange }: Props) {
  if (among.length < 2)
    return (
      <span className={classes.only}>
        <span>{label}</span>
        <Own text={value} max={40} />
      </span>
    );
  return (
    <Select
      size="xs"
      label={label}
      w={240}
      maw="100%"
      searchable={among.length > 10}
      limit={200}
      allowDeselect={false}
      data={[...among]}
      value={value}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
