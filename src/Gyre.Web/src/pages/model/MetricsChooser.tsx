import { Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon, Own } from '@/kit';
import classes from './model.module.css';

interface Props {
  /** All there are. */
  keys: readonly string[];
  chosen: readonly string[];
  onChange: (keys: string[]) => void;
}

const mostShown = 100;

/** Which metrics of the source runs are columns. */
export function MetricsChooser({ keys, chosen, onChange }: Props) {
  const [text, setText] = useState('');
  if (keys.length === 0) return null;
  const found = keys.filter((key) => key.toLowerCase().includes(text.trim().toLowerCase()));
  const toggle = (key: string) =>
    onChange(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
  return (
    <Popover position="bottom-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<Icon name="chart" size={14} />}>
          Metrics ({chosen.length} of {keys.length})
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={classes.chooser}>
          {keys.length > 10 && (
            <TextInput
              size="xs"
              aria-label="Find a metric"
              placeholder="Find a metric"
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              data-autofocus
            />
          )}
          {found.slice(0, mostShown).map((key) => (
            <Checkbox
              key={key}
              size="xs"
              label={<Own text={key} max={36} />}
              checked={chosen.includes(key)}
              onChange={() => toggle(key)}
            />
          ))}
          {found.length === 0 && <span className={classes.note}>No metric has this in its name.</span>}
          {found.length > mostShown && (
            <span className={classes.note}>{found.length - mostShown} more: type a part of the name.</span>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
