import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { paths } from '@/app/nav';
import { deleteModel, renameModel } from '@/formats/mlflow/registry';
import { Confirm, CopyAs, Icon, Own, To, useAction, useGo } from '@/kit';
import { commandsOf } from './commands';
import classes from './model.module.css';

const invalidates = [['models']];

interface Props {
  name: string;
  /** The version whose lineage stands for the model's. */
  shown: string | null;
  mayChange: boolean;
}

/** What can be done with a model as a whole. */
export function Actions({ name, shown, mayChange }: Props) {
  const go = useGo();
  const removal = useAction({
    run: () => deleteModel(name),
    done: 'Model deleted',
    invalidates,
    onDone: () => go(paths.models(), { replace: true }),
  });
  return (
    <>
      {shown !== null && (
        <To
          href={paths.lineage('model-version', `${name}/${shown}`)}
          className={classes.action}
          title={`Lineage of version ${shown}`}
        >
          <Icon name="graph" size={14} /> Lineage
        </To>
      )}
      <CopyAs
        {...commandsOf('POST', 'registered-models/get-latest-versions', { name }, ['gyre', 'model', 'show', name])}
      />
      {mayChange && (
        <>
          <Rename name={name} />
          <Confirm
            title="Delete model"
            text={
              <>
                <Own text={name} /> is deleted with all its versions, aliases and tags. Programs that load it will fail.
                This cannot be undone.
              </>
            }
            danger
            onYes={() => removal.actAsync(undefined)}
            trigger={(open) => <Button onClick={open}>Delete</Button>}
          />
        </>
      )}
    </>
  );
}

function Rename({ name }: { name: string }) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState(name);
  const go = useGo();
  const { act, busy } = useAction({
    run: () => renameModel(name, text.trim()),
    done: 'Model renamed',
    invalidates,
    onDone: () => go(paths.model(text.trim()), { replace: true }),
  });
  return (
    <>
      <Button onClick={() => setOpened(true)}>Rename</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Rename model" centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '' && text.trim() !== name) act();
          }}
        >
          <Stack gap="sm">
            <TextInput
              label="Name"
              description="Programs that load it under the old name will fail."
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
              error={/[/:]/.test(text) ? 'A name cannot contain / or :' : null}
              data-autofocus
            />
            <Button type="submit" variant="filled" loading={busy}>
              Rename
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
