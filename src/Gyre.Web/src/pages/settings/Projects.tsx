import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { del, post } from '@/api/client';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import {
  cliOf,
  type Column,
  CopyAs,
  curlOf,
  Empty,
  Facts,
  isolated,
  Own,
  Query,
  Table,
  Time,
  To,
  useAction,
} from '@/kit';
import { type Project, projectQuery, projectsQuery } from './queries';
import { Remove } from './Remove';
import classes from './Settings.module.css';

export function Projects() {
  const mayChange = useMayChange();
  return (
    <div className={classes.stack}>
      <div className={classes.bar}>
        <CopyAs
          cli={cliOf('run', ['FOLDER'])}
          curl={curlOf('POST', '/api/v1/projects', { folder: '/home/me/my-project' })}
        />
        {mayChange && <Register />}
      </div>
      <Query result={useQuery(projectsQuery)}>
        {(rows) => (
          <Table
            label="Projects"
            rows={rows}
            columns={columns}
            rowKey={(project) => project.name}
            exportName="projects"
            empty={
              <Empty
                title="No project is registered"
                hint="A registered folder can start runs and triggers from this server. Runs of the command line appear without it."
                commands={['gyre init my-project']}
              />
            }
          />
        )}
      </Query>
    </div>
  );
}

const columns: Column<Project>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (project) => <Own text={project.name} />,
    value: (project) => project.name,
    width: 160,
  },
  {
    id: 'folder',
    header: 'Folder',
    cell: (project) => <Own text={project.folder} />,
    value: (project) => project.folder,
    grow: true,
    width: 160,
    hideBelow: 520,
  },
  {
    id: 'created',
    header: 'Registered',
    cell: (project) => <Time at={project.created_at} relative />,
    value: (project) => project.created_at,
    width: 120,
    hideBelow: 720,
  },
  { id: 'actions', header: 'Actions', cell: (project) => <Actions project={project} />, width: 160 },
];

function Actions({ project }: { project: Project }) {
  const mayChange = useMayChange();
  const action = useAction({
    run: () => del('/api/v1/projects/{name}', { path: { name: project.name } }),
    done: `Removed ${isolated(project.name)} from this server`,
    invalidates: [['projects']],
  });
  return (
    <>
      <Look name={project.name} />{' '}
      {mayChange && (
        <Remove
          title="Remove this project"
          text="The server forgets the folder. The folder itself, the runs and their records stay."
          onYes={() => action.actAsync()}
        />
      )}
    </>
  );
}

/** What the project's file declares, read when it is asked for. */
function Look({ name }: { name: string }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="compact-xs" onClick={open}>
        Show
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={<Own text={name} max={40} />}
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Declared name={name} />
      </Modal>
    </>
  );
}

function Declared({ name }: { name: string }) {
  const list = (names: readonly string[]) => (names.length === 0 ? 'none' : <Own text={names.join(', ')} />);
  return (
    <Query result={useQuery(projectQuery(name))} rows={4}>
      {(project) => (
        <div className={classes.stack}>
          <Facts
            items={[
              ['Folder', <Own text={project.folder} />],
              ['Steps', list(project.steps ?? [])],
              ['Pipelines', list((project.pipelines ?? []).map((one) => one.name))],
              ['Cycles', list(project.cycles ?? [])],
              ['Runs', <To href={paths.runs({ project: project.name })}>Runs of this project</To>],
            ]}
          />
          {[...(project.errors ?? []), ...(project.warnings ?? [])].length > 0 && (
            <ul className={classes.problems} aria-label="Problems of the project file">
              {[...(project.errors ?? []), ...(project.warnings ?? [])].slice(0, 100).map((one, index) => (
                <li key={index}>{[one.file, one.line, one.message].filter((part) => part != null).join(': ')}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Query>
  );
}

function Register() {
  const [opened, { open, close }] = useDisclosure(false);
  const [folder, setFolder] = useState('');
  const [name, setName] = useState('');
  const action = useAction({
    run: () =>
      post('/api/v1/projects', {
        body: { folder: folder.trim(), ...(name.trim() === '' ? {} : { name: name.trim() }) },
      }),
    done: (project) => `Registered ${isolated(project.name)}`,
    invalidates: [['projects']],
    onDone: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    action.act();
  };
  return (
    <>
      <Button variant="filled" onClick={open}>
        Register a folder
      </Button>
      <Modal opened={opened} onClose={close} title="Register a folder" closeButtonProps={{ 'aria-label': 'Close' }}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              size="sm"
              label="Folder"
              description="Absolute path on the machine of the server, with a gyre.yaml"
              required
              value={folder}
              onChange={(event) => setFolder(event.currentTarget.value)}
              data-autofocus
            />
            <TextInput
              size="sm"
              label="Name"
              description="Empty: the name of the folder"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" variant="filled" loading={action.busy} disabled={folder.trim() === ''}>
                Register
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
