import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import type { Pair } from '@/formats/mlflow/client';
import { Icon, Own, useAction } from '@/kit';
import classes from './model.module.css';
import { useGuarded } from './useGuarded';

interface Props {
  tags: readonly Pair[];
  mayChange: boolean;
  /** The tags as they are stored now. */
  read: () => Promise<readonly Pair[]>;
  set: (key: string, value: string) => Promise<unknown>;
  remove: (key: string) => Promise<unknown>;
  invalidates: readonly QueryKey[];
}

/** Tags as a list, each edited in its place. */
export function Tags({ tags, mayChange, read, set, remove, invalidates }: Props) {
  const [editing, setEditing] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const removal = useAction({ run: remove, done: 'Tag removed', invalidates });
  const sorted = [...tags].sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true }));
  const valueNow = async (key: string) => (await read()).find((tag) => tag.key === key)?.value ?? '';
  return (
    <div className={classes.tags}>
      {sorted.length === 0 && !adding && <p className={classes.note}>No tags.</p>}
      {sorted.length > 0 && (
        <dl className={classes.tagList}>
          {sorted.map((tag) => (
            <div key={tag.key} className={classes.tag}>
              <dt>
                <Own text={tag.key} />
              </dt>
              <dd>
                {editing === tag.key ? (
                  <TagForm
                    tag={tag}
                    read={() => valueNow(tag.key)}
                    write={(value) => set(tag.key, value)}
                    invalidates={invalidates}
                    onClose={() => setEditing(null)}
                  />
                ) : (
                  <>
                    <Own text={tag.value} />
                    {mayChange && (
                      <Buttons
                        name={tag.key}
                        busy={removal.busy}
                        onEdit={() => setEditing(tag.key)}
                        onRemove={() => removal.act(tag.key)}
                      />
                    )}
                  </>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {adding ? (
        <NewTag taken={tags} set={set} invalidates={invalidates} onClose={() => setAdding(false)} />
      ) : (
        mayChange && (
          <Button variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
            Add a tag
          </Button>
        )
      )}
    </div>
  );
}

function Buttons({
  name,
  busy,
  onEdit,
  onRemove,
}: {
  name: string;
  busy: boolean;
  onEdit: () => void;
  onRemove: () => void;
}) {
  return (
    <span className={classes.tagButtons}>
      <Button variant="subtle" size="compact-xs" onClick={onEdit} aria-label={`Edit the tag ${name}`}>
        Edit
      </Button>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={`Remove the tag ${name}`}
        disabled={busy}
        onClick={onRemove}
      >
        <Icon name="cross" size={12} />
      </ActionIcon>
    </span>
  );
}

interface TagFormProps {
  tag: Pair;
  read: () => Promise<string>;
  write: (value: string) => Promise<unknown>;
  invalidates: readonly QueryKey[];
  onClose: () => void;
}

function TagForm({ tag, read, write, invalidates, onClose }: TagFormProps) {
  const [base] = useState(tag.value);
  const [value, setValue] = useState(tag.value);
  const { save, busy, theirs } = useGuarded({ read, write, done: 'Tag saved', invalidates, onSaved: onClose });
  return (
    <form
      className={classes.tagForm}
      onSubmit={(event) => {
        event.preventDefault();
        // The second time, a person has seen what the other value is.
        save({ base: theirs ?? base, text: value, force: false });
      }}
    >
      <TextInput
        size="xs"
        aria-label={`Value of ${tag.key}`}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        error={
          theirs === null ? undefined : `Changed meanwhile to "${theirs.slice(0, 200)}". Save again to replace that.`
        }
        autoFocus
      />
      <Group gap={4}>
        <Button type="submit" variant="filled" loading={busy}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </Group>
    </form>
  );
}

interface NewTagProps {
  taken: readonly Pair[];
  set: (key: string, value: string) => Promise<unknown>;
  invalidates: readonly QueryKey[];
  onClose: () => void;
}

function NewTag({ taken, set, invalidates, onClose }: NewTagProps) {
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const { act, busy } = useAction({
    run: () => set(key.trim(), value),
    done: 'Tag added',
    invalidates,
    onDone: onClose,
  });
  const problem = taken.some((tag) => tag.key === key.trim()) ? 'There is a tag with this key. Edit it instead.' : null;
  return (
    <form
      className={classes.tagForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null && key.trim() !== '') act();
      }}
    >
      <TextInput
        size="xs"
        label="Key"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        error={problem}
        autoFocus
        required
      />
      <TextInput size="xs" label="Value" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
      <Group gap={4} align="flex-end">
        <Button type="submit" variant="filled" loading={busy}>
          Add
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </Group>
    </form>
  );
}
