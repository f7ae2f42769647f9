import { Button, Group, Textarea } from '@mantine/core';
import type { QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { Code, Markdown } from '@/kit';
import classes from './model.module.css';
import { useGuarded } from './useGuarded';

interface Props {
  text: string;
  /** What it describes, for the label: "model", "version". */
  of: string;
  mayChange: boolean;
  read: () => Promise<string>;
  write: (text: string) => Promise<unknown>;
  invalidates: readonly QueryKey[];
}

/** A description in Markdown, edited in place. */
export function Description({ text, of, mayChange, read, write, invalidates }: Props) {
  const [editing, setEditing] = useState<string | null>(null);
  if (editing !== null) {
    return (
      <Editor
        of={of}
        base={editing}
        read={read}
        write={write}
        invalidates={invalidates}
        onClose={() => setEditing(null)}
      />
    );
  }
  const edit = mayChange && (
    <Button variant="subtle" onClick={() => setEditing(text)}>
      {text === '' ? 'Add a description' : 'Edit description'}
    </Button>
  );
  if (text === '') return edit === false ? null : <div>{edit}</div>;
  return (
    <div className={classes.description}>
      <div className={classes.markdown}>
        <Markdown text={text} />
      </div>
      {edit}
    </div>
  );
}

interface EditorProps extends Pick<Props, 'of' | 'read' | 'write' | 'invalidates'> {
  base: string;
  onClose: () => void;
}

function Editor({ of, base, read, write, invalidates, onClose }: EditorProps) {
  const [draft, setDraft] = useState(base);
  const { save, busy, theirs, forget } = useGuarded({
    read,
    write,
    done: 'Description saved',
    invalidates,
    onSaved: onClose,
  });
  return (
    <form
      className={classes.editor}
      onSubmit={(event) => {
        event.preventDefault();
        save({ base, text: draft, force: false });
      }}
    >
      <Textarea
        label={`Description of the ${of}`}
        description="Markdown"
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        autosize
        minRows={4}
        maxRows={20}
        autoFocus
      />
      {theirs === null ? (
        <Group gap="xs">
          <Button type="submit" variant="filled" loading={busy}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </Group>
      ) : (
        <Conflict
          theirs={theirs}
          busy={busy}
          onMine={() => save({ base, text: draft, force: true })}
          onTheirs={() => {
            forget();
            onClose();
          }}
        />
      )}
    </form>
  );
}

/** Somebody else was faster: both texts, and the choice. */
function Conflict({
  theirs,
  busy,
  onMine,
  onTheirs,
}: {
  theirs: string;
  busy: boolean;
  onMine: () => void;
  onTheirs: () => void;
}) {
  return (
    <div role="alert" className={classes.conflict}>
      <p>The description was changed meanwhile. It now reads:</p>
      <Code text={theirs === '' ? '(empty)' : theirs} wrap />
      <Group gap="xs">
        <Button loading={busy} onClick={onMine}>
          Save mine
        </Button>
        <Button onClick={onTheirs}>Keep theirs</Button>
      </Group>
    </div>
  );
}
