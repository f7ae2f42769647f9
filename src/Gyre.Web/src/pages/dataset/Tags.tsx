import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type DatasetVersion, removeTag, setTag } from '@/api/datasets';
import { useMayChange } from '@/app/session';
import { cliOf, CopyAs, curlOf, Icon, Own, useAction } from '@/kit';
import classes from './dataset.module.css';

/** Tags that point to the version; set here, they are taken from where they were. */
export function Tags({ version }: { version: DatasetVersion }) {
  const mayChange = useMayChange();
  const [adding, setAdding] = useState(false);
  const invalidates = [['datasets']];
  const removal = useAction({
    run: (tag: string) => removeTag(version.project, version.dataset, tag),
    done: (_, tag) => `Tag ${tag} removed`,
    invalidates,
  });
  return (
    <div className={classes.tags} role="group" aria-label="Tags">
      <span className={classes.note}>{version.tags.length === 0 ? 'No tag points here.' : 'Tags:'}</span>
      {version.tags.map((tag) => (
        <span key={tag} className={classes.tag}>
          <Own text={tag} max={30} />
          {mayChange && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={24}
              aria-label={`Remove the tag ${tag}`}
              disabled={removal.busy}
              onClick={() => removal.act(tag)}
            >
              <Icon name="cross" size={12} />
            </ActionIcon>
          )}
        </span>
      ))}
      {mayChange &&
        (adding ? (
          <NewTag version={version} onClose={() => setAdding(false)} />
        ) : (
          <Button variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
            Add a tag
          </Button>
        ))}
    </div>
  );
}

function NewTag({ version, onClose }: { version: DatasetVersion; onClose: () => void }) {
  const [tag, setTagText] = useState('');
  const { project, dataset, version: name } = version;
  const { act, busy } = useAction({
    run: () => setTag({ project, dataset, version: name }, tag.trim()),
    done: `Tag ${tag.trim()} points to ${name}`,
    invalidates: [['datasets']],
    onDone: onClose,
  });
  const path = [project, dataset, 'tags', tag.trim() || 'TAG'].map(encodeURIComponent).join('/');
  return (
    <form
      className={classes.tagForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (tag.trim() !== '') act();
      }}
    >
      <TextInput
        size="xs"
        aria-label="Name of the tag"
        placeholder="stable"
        value={tag}
        onChange={(event) => setTagText(event.currentTarget.value)}
        autoFocus
        required
        maxLength={200}
      />
      <Button type="submit" variant="filled" loading={busy}>
        Set
      </Button>
      <Button onClick={onClose}>Cancel</Button>
      <CopyAs
        cli={cliOf('dataset tag', [dataset, name, tag.trim() || 'TAG'], { project })}
        curl={curlOf('PUT', `/api/v1/datasets/${path}`, { version: name })}
      />
    </form>
  );
}
