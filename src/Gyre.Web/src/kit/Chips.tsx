import { Button, Menu, Popover, Stack, TextInput, Checkbox, UnstyledButton, CloseButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Field, Filters } from './filters';
import { Icon } from './icons';
import { Own } from './Own';
import classes from './Chips.module.css';

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
  fields: readonly Field[];
}

/** Filters as chips that are edited in place. The state belongs to the page, which keeps it in the address. */
export function Chips({ filters, onChange, fields }: Props) {
  const [editing, setEditing] = useState<string | null>(null);
  const active = fields.filter((field) => (filters[field.key] ?? '') !== '' || editing === field.key);
  const free = fields.filter((field) => !active.includes(field));
  const set = (key: string, value: string) => {
    const after = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== key));
    onChange(value === '' ? after : { ...after, [key]: value });
  };
  const group = useRef<HTMLDivElement>(null);
  const left = useRef<string | null>(null);
  // What had the focus may go with a chip, an editor or a menu: the chip it was about gets it, or the filter button.
  useEffect(() => {
    const key = left.current;
    const active = document.activeElement;
    if (key === null || group.current?.contains(active) === true) return;
    left.current = null;
    const goes = active?.closest('[role="dialog"], [role="menu"]') !== null;
    if (active !== document.body && !goes) return;
    const buttons = [...(group.current?.querySelectorAll<HTMLElement>('[data-filter]') ?? [])];
    (buttons.find((one) => one.dataset['filter'] === key) ?? buttons.at(-1))?.focus();
  });
  return (
    <div ref={group} className={classes.chips} role="group" aria-label="Filters">
      {active.map((field) => (
        <Chip
          key={field.key}
          field={field}
          value={filters[field.key] ?? ''}
          open={editing === field.key}
          onOpen={(open) => {
            if (!open) left.current = field.key;
            setEditing(open ? field.key : null);
          }}
          onChange={(value) => set(field.key, value)}
        />
      ))}
      {free.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="subtle" color="gray" leftSection={<Icon name="filter" size={14} />} data-filter="">
              Filter
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map((field) => (
              <Menu.Item key={field.key} onClick={() => setEditing(field.key)}>
                {field.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {active.length > 1 && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            left.current = '';
            onChange({});
          }}
        >
          Clear all
        </Button>
      )}
    </div>
  );
}

interface ChipProps {
  field: Field;
  value: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  onChange: (value: string) => void;
}

function Chip({ field, value, open, onOpen, onChange }: ChipProps) {
  return (
    <Popover opened={open} onChange={onOpen} position="bottom-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <span className={classes.chip}>
          <UnstyledButton
            className={classes.label}
            data-filter={field.key}
            aria-expanded={open}
            onClick={() => onOpen(!open)}
          >
            {field.label}: <Own text={wordsOf(field, value)} max={32} />
          </UnstyledButton>
          <CloseButton
            size={24}
            aria-label={`Remove the filter ${field.label}`}
            onClick={() => (onChange(''), onOpen(false))}
          />
        </span>
      </Popover.Target>
      <Popover.Dropdown>
        <Editor field={field} value={value} onChange={onChange} onDone={() => onOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function optionsOf(field: Field): { value: string; label: string }[] {
  return (field.options ?? []).map((one) => (typeof one === 'string' ? { value: one, label: one } : one));
}

function wordsOf(field: Field, value: string): string {
  if (value === '') return 'any';
  const options = optionsOf(field);
  const parts = field.many === true ? value.split(',') : [value];
  return parts.map((part) => options.find((one) => one.value === part)?.label ?? part).join(', ');
}

interface EditorProps {
  field: Field;
  value: string;
  onChange: (value: string) => void;
  onDone: () => void;
}

function Editor({ field, value, onChange, onDone }: EditorProps) {
  const [text, setText] = useState(value);
  const options = optionsOf(field);
  if (options.length === 0) {
    return (
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChange(text.trim());
          onDone();
        }}
      >
        <Stack gap="xs">
          <TextInput
            label={field.label}
            placeholder={field.placeholder ?? ''}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit">Apply</Button>
        </Stack>
      </form>
    );
  }
  const chosen = value === '' ? [] : field.many === true ? value.split(',') : [value];
  const toggle = (one: string) => {
    if (field.many !== true) {
      onChange(one);
      onDone();
      return;
    }
    const after = chosen.includes(one) ? chosen.filter((each) => each !== one) : [...chosen, one];
    onChange(
      options
        .map((each) => each.value)
        .filter((each) => after.includes(each))
        .join(','),
    );
  };
  return (
    <div role="group" aria-label={field.label} className={classes.options}>
      {options.map((one) =>
        field.many === true ? (
          <Checkbox
            key={one.value}
            size="xs"
            label={<Own text={one.label} max={40} />}
            checked={chosen.includes(one.value)}
            onChange={() => toggle(one.value)}
          />
        ) : (
          <Button
            key={one.value}
            variant={chosen.includes(one.value) ? 'light' : 'subtle'}
            justify="flex-start"
            onClick={() => toggle(one.value)}
          >
            <Own text={one.label} max={40} />
          </Button>
        ),
      )}
    </div>
  );
}
