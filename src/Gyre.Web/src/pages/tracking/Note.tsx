import { Button, SegmentedControl, Textarea } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { useMayChange } from '@/app/session';
import { Icon, Markdown, Section } from '@/kit';
import { Conflict } from './Conflict';
import { noteKey, type TagStore } from './tagList';
import classes from './Tags.module.css';
import { useTagEdit } from './useTagEdit';

interface Props {
  /** The text; null when there is none. */
  note: string | null;
  store: TagStore;
  invalidates: readonly QueryKey[];
  /** What a tag of this kind may hold. */
  maxLength: number;
}

/** The note in Markdown, edited in place. */
export function Note({ note, store, invalidates, maxLength }: Props) {
  const may = useMayChange();
  const [draft, setDraft] = useState<{ text: string; seen: string | null } | null>(null);
  const [preview, setPreview] = useState(false);
  const edit = useTagEdit(store, invalidates);
  const start = () => {
    setDraft({ text: note ?? '', seen: note });
    setPreview(false);
  };
  const save = async () => {
    if (draft === null) return;
    if (await edit.write(noteKey, draft.seen, draft.text === '' ? null : draft.text)) setDraft(null);
  };
  const actions =
    may && draft === null && edit.clash === null ? (
      <Button variant="subtle" onClick={start}>
        {note === null ? 'Add a note' : 'Edit'}
      </Button>
    ) : undefined;
  return (
    <Section title="Note" actions={actions}>
      {edit.clash !== null && (
        <Conflict
          mine={edit.clash.mine}
          theirs={edit.clash.theirs}
          onTake={edit.take}
          onOverwrite={() => void edit.overwrite()}
        />
      )}
      {draft === null ? (
        note === null || note === '' ? (
          <p className={classes.none}>No note yet.</p>
        ) : (
          <Markdown text={note} />
        )
      ) : (
        <form
          className={classes.editor}
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <SegmentedControl
            size="xs"
            aria-label="What is shown"
            data={['Write', 'Preview']}
            value={preview ? 'Preview' : 'Write'}
            onChange={(value) => setPreview(value === 'Preview')}
          />
          {preview ? (
            <Markdown text={draft.text} />
          ) : (
            <Textarea
              aria-label="Note in Markdown"
              autosize
              minRows={4}
              maxRows={24}
              maxLength={maxLength}
              value={draft.text}
              onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
              data-autofocus
            />
          )}
          <div className={classes.buttons}>
            <Button type="submit" variant="filled" loading={edit.busy} leftSection={<Icon name="check" size={14} />}>
              Save
            </Button>
            <Button onClick={() => setDraft(null)}>Cancel</Button>
          </div>
        </form>
      )}
    </Section>
  );
}
