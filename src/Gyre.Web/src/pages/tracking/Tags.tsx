import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useMayChange } from '@/app/session';
import type { Pair } from '@/formats/mlflow/client';
import { CopyAs, Icon, Own, Section } from '@/kit';
import { Conflict } from './Conflict';
import { keyProblem, sortTags, type TagStore } from './tagList';
import classes from './Tags.module.css';
import { useTagEdit } from './useTagEdit';

interface Props {
  tags: readonly Pair[];
  store: TagStore;
  invalidates: readonly QueryKey[];
  /** Setting a tag in other ways. */
  commands?: ((key: string, value: string) => { cli: string; curl: string }) | undefined;
}

interface Draft {
  key: string;
  value: string;
  /** The value when editing began; null for a new tag. */
  seen: string | null;
}

/** Tags, edited in place; those that tools write can be looked at. */
export function Tags({ tags, store, invalidates, commands }: Props) {
  const may = useMayChange();
  const [draft, setDraft] = useState<Draft | null>(null);
  const edit = useTagEdit(store, invalidates);
  const { own, system } = sortTags(tags);
  const add = may && draft === null && (
    <Button
      variant="subtle"
      leftSection={<Icon name="plus" size={14} />}
      onClick={() => setDraft({ key: '', value: '', seen: null })}
    >
      Add a tag
    </Button>
  );
  const save = async (made: Draft) => {
    if (await edit.write(made.key.trim(), made.seen, made.value)) setDraft(null);
  };
  return (
    <Section title="Tags" actions={add}>
      {edit.clash !== null && (
        <Conflict
          mine={edit.clash.mine}
          theirs={edit.clash.theirs}
          onTake={edit.take}
          onOverwrite={() => void edit.overwrite()}
        />
      )}
      {draft !== null && (
        <Editor
          draft={draft}
          taken={tags.map((tag) => tag.key)}
          busy={edit.busy}
          commands={commands}
          onChange={setDraft}
          onSave={(made) => void save(made)}
          onCancel={() => setDraft(null)}
        />
      )}
      {own.length === 0 && draft === null ? (
        <p className={classes.none}>No tags yet.</p>
      ) : (
        <ul className={classes.tags}>
          {own.map((tag) => (
            <li key={tag.key}>
              <TagLine
                tag={tag}
                {...(may
                  ? {
                      onEdit: () => setDraft({ key: tag.key, value: tag.value, seen: tag.value }),
                      onRemove: () => void edit.write(tag.key, tag.value, null),
                    }
                  : {})}
              />
            </li>
          ))}
        </ul>
      )}
      {system.length > 0 && (
        <details className={classes.system}>
          <summary>{system.length} written by tools</summary>
          <ul className={classes.tags}>
            {system.map((tag) => (
              <li key={tag.key}>
                <TagLine tag={tag} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

function TagLine({ tag, onEdit, onRemove }: { tag: Pair; onEdit?: () => void; onRemove?: () => void }) {
  return (
    <div className={classes.tag}>
      <span className={classes.key}>
        <Own text={tag.key} />
      </span>
      <span className={classes.value}>
        <Own text={tag.value} />
      </span>
      {onEdit !== undefined && (
        <Button variant="subtle" size="compact-xs" aria-label={`Edit the tag ${tag.key}`} onClick={onEdit}>
          Edit
        </Button>
      )}
      {onRemove !== undefined && (
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`Remove the tag ${tag.key}`} onClick={onRemove}>
          <Icon name="cross" size={12} />
        </ActionIcon>
      )}
    </div>
  );
}

interface EditorProps {
  draft: Draft;
  taken: readonly string[];
  busy: boolean;
  commands: Props['commands'];
  onChange: (draft: Draft) => void;
  onSave: (draft: Draft) => void;
  onCancel: () => void;
}

function Editor({ draft, taken, busy, commands, onChange, onSave, onCancel }: EditorProps) {
  const isNew = draft.seen === null;
  const problem = isNew ? keyProblem(draft.key, taken) : null;
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) onSave(draft);
      }}
    >
      <TextInput
        size="xs"
        label="Key"
        value={draft.key}
        readOnly={!isNew}
        error={draft.key === '' ? null : problem}
        onChange={(event) => onChange({ ...draft, key: event.currentTarget.value })}
        data-autofocus
      />
      <Textarea
        size="xs"
        label="Value"
        autosize
        maxRows={12}
        value={draft.value}
        maxLength={5000}
        onChange={(event) => onChange({ ...draft, value: event.currentTarget.value })}
      />
      <div className={classes.buttons}>
        <Button type="submit" variant="filled" loading={busy} disabled={problem !== null}>
          Save
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
        {commands !== undefined && <CopyAs {...commands(draft.key.trim(), draft.value)} />}
      </div>
    </form>
  );
}
