import { ActionIcon, Button, Checkbox, Popover, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Icon, type IconName, Own } from '@/kit';
import classes from './ColumnPicker.module.css';
import { type Field, type FieldKind, fieldId, labelOf } from './columns';
import { fieldSections, matching, moved } from './fieldLists';
import type { KnownKeys } from './keys';

interface Props {
  fields: readonly Field[];
  pinned: ReadonlySet<string>;
  known: KnownKeys;
  /** Null puts the default columns back. */
  onFields: (fields: readonly Field[] | null) => void;
  onPinned: (pinned: ReadonlySet<string>) => void;
}

/** Which columns the server sends, in which order, and which stay at the left. */
export function ColumnPicker(props: Props) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus width={360}>
      <Popover.Target>
        <Button leftSection={<Icon name="menu" size={14} />}>Columns</Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel} aria-label="Columns">
        <Picker {...props} />
      </Popover.Dropdown>
    </Popover>
  );
}

function Picker({ fields, pinned, known, onFields, onPinned }: Props) {
  const [typed, setTyped] = useState('');
  const shown = new Set(fields.map(fieldId));
  const sections = matching(fieldSections(known), typed);
  const toggle = (field: Field) => {
    const id = fieldId(field);
    onFields(shown.has(id) ? fields.filter((one) => fieldId(one) !== id) : [...fields, field]);
  };
  const pin = (id: string) => {
    const after = new Set(pinned);
    if (!after.delete(id)) after.add(id);
    onPinned(after);
  };
  return (
    <>
      <TextInput
        size="xs"
        aria-label="Find a column"
        placeholder="Find a metric, param or tag"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      {typed === '' && (
        <section className={classes.section} aria-label="Shown columns">
          <div className={classes.head}>
            <span>Shown, in this order</span>
            <Button variant="subtle" size="compact-xs" onClick={() => onFields(null)}>
              Default
            </Button>
          </div>
          {fields.map((field, index) => (
            <Shown
              key={fieldId(field)}
              field={field}
              pinned={pinned.has(fieldId(field))}
              onPin={() => pin(fieldId(field))}
              onMove={(by) => onFields(moved(fields, index, by))}
              onRemove={() => toggle(field)}
            />
          ))}
        </section>
      )}
      {sections.map((section) => (
        <section key={section.title} className={classes.section} aria-label={section.title}>
          <div className={classes.head}>{section.title}</div>
          {section.fields.slice(0, most).map((field) => (
            <Checkbox
              key={fieldId(field)}
              size="xs"
              checked={shown.has(fieldId(field))}
              onChange={() => toggle(field)}
              label={<Own text={labelOf(field)} max={40} />}
            />
          ))}
          {section.fields.length > most && (
            <p className={classes.more}>and {section.fields.length - most} more; type to find one</p>
          )}
        </section>
      ))}
      <AddByName typed={typed} onAdd={(field) => (shown.has(fieldId(field)) ? undefined : toggle(field))} />
    </>
  );
}

const most = 100;

interface ShownProps {
  field: Field;
  pinned: boolean;
  onPin: () => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

function Shown({ field, pinned, onPin, onMove, onRemove }: ShownProps) {
  const label = labelOf(field);
  const button = (icon: IconName, word: string, act: () => void, pressed?: boolean) => (
    <ActionIcon
      variant={pressed === true ? 'light' : 'subtle'}
      color={pressed === true ? 'teal' : 'gray'}
      size={24}
      aria-label={`${word} ${label}`}
      title={word}
      aria-pressed={pressed}
      onClick={act}
    >
      <Icon name={icon} size={12} />
    </ActionIcon>
  );
  return (
    <div className={classes.shown}>
      <Own text={label} max={24} />
      <span className={classes.buttons}>
        {button('pin', 'Pin', onPin, pinned)}
        {button('up', 'Move left', () => onMove(-1))}
        {button('down', 'Move right', () => onMove(1))}
        {button('cross', 'Hide', onRemove)}
      </span>
    </div>
  );
}

/** Keys are known from the newest runs; an older one can be named. */
function AddByName({ typed, onAdd }: { typed: string; onAdd: (field: Field) => void }) {
  const [kind, setKind] = useState<FieldKind>('metric');
  const key = typed.trim();
  if (key === '') return null;
  return (
    <div className={classes.add}>
      <Select
        size="xs"
        aria-label="Kind"
        w={96}
        allowDeselect={false}
        data={[
          { value: 'metric', label: 'Metric' },
          { value: 'param', label: 'Param' },
          { value: 'tag', label: 'Tag' },
        ]}
        value={kind}
        onChange={(value) => setKind(value as FieldKind)}
        comboboxProps={{ withinPortal: false }}
      />
      <Button onClick={() => onAdd({ kind, key })}>
        Add <Own text={key} max={20} />
      </Button>
    </div>
  );
}
