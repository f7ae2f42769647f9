import { Autocomplete, Button, Group, Modal } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrackingRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { modelsQuery } from '@/formats/mlflow/registry';
import { registerVersion } from '@/formats/mlflow/runs';
import { CopyAs, Own, useAction, useGo } from '@/kit';
import { cliOf, curlOf } from '@/kit/commands';

interface Props {
  run: TrackingRun;
  /** `models:/ID`, or the address of a folder of artifacts. */
  source: string;
  modelId: string | null;
  suggested: string;
}

/** Makes files of a run a version of a registered model. */
export function Register(props: Props) {
  const may = useMayChange();
  const [opened, setOpened] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button onClick={() => setOpened(true)}>Register model</Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Register model" centered>
        {opened && <RegisterForm {...props} onClose={() => setOpened(false)} />}
      </Modal>
    </>
  );
}

function RegisterForm({ run, source, modelId, suggested, onClose }: Props & { onClose: () => void }) {
  const go = useGo();
  const [name, setName] = useState(suggested);
  const models = useInfiniteQuery(modelsQuery('', 'name ASC'));
  const names = models.data?.pages.flatMap((page) => page.models.map((model) => model.name)) ?? [];
  const made = name.trim();
  const register = useAction({
    run: () => registerVersion(made, source, run.id, modelId),
    done: (version: string) => `Registered as version ${version}`,
    invalidates: [['models'], ['tracking-run', run.id]],
    onDone: (version: string) => {
      onClose();
      go(paths.modelVersion(made, version));
    },
  });
  const problem = /[/:]/.test(made) ? 'Names cannot contain / or :' : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (made !== '' && problem === null) register.act();
      }}
    >
      <Autocomplete
        label="Model"
        description="An existing model gets a new version; any other name makes a new model."
        data={[...new Set(names)]}
        limit={50}
        value={name}
        onChange={setName}
        error={problem}
        data-autofocus
      />
      <p>
        From <Own text={source} max={48} />
      </p>
      <Group justify="space-between" mt="md">
        <CopyAs
          cli={cliOf('model register', [made], { source, run: run.id })}
          curl={curlOf('POST', '/api/2.0/mlflow/model-versions/create', { name: made, source, run_id: run.id })}
        />
        <Button type="submit" variant="filled" disabled={made === '' || problem !== null} loading={register.busy}>
          Register
        </Button>
      </Group>
    </form>
  );
}
