import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Component, componentsQuery } from '@/api/components';
import { paths } from '@/app/nav';
import {
  cliOf,
  type Column,
  CopyAs,
  count,
  csharpOf,
  curlOf,
  Empty,
  Icon,
  Own,
  Page,
  Query,
  Table,
  useSearchState,
} from '@/kit';
import classes from './Components.module.css';
import { Details } from './Details';
import { findComponents } from './snippet';

export default function ComponentsPage() {
  const [state, setState] = useSearchState({ text: '', component: '', sort: '' });
  const components = useQuery(componentsQuery());
  return (
    <Page
      title="Components"
      subtitle="Programs with typed inputs and outputs that come with Gyre. A step runs one with uses: instead of a command."
      actions={
        <CopyAs
          cli={cliOf('component list')}
          curl={curlOf('GET', '/api/v1/components')}
          csharp={csharpOf('var components = await api.Catalog.ListComponentsAsync();')}
        />
      }
    >
      <TextInput
        size="xs"
        className={classes.search}
        aria-label="Search components"
        placeholder="Name, type or description"
        leftSection={<Icon name="search" size={14} />}
        value={state.text}
        onChange={(event) => setState({ text: event.currentTarget.value })}
      />
      <Query result={components} rows={6}>
        {(all) => <Found all={all} state={state} setState={setState} />}
      </Query>
    </Page>
  );
}

interface State {
  text: string;
  component: string;
  sort: string;
}

interface Props {
  all: readonly Component[];
  state: State;
  setState: (patch: Partial<State>) => void;
}

function Found({ all, state, setState }: Props) {
  const rows = useMemo(() => findComponents(all, state.text), [all, state.text]);
  const shown = all.find((one) => one.name === state.component) ?? rows[0];
  return (
    <div className={classes.columns}>
      <Table
        label="Components"
        rows={rows}
        columns={columns}
        rowKey={(one) => one.name}
        rowLink={(one) => paths.components({ text: state.text, sort: state.sort, component: one.name })}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        exportName="components"
        toolbar={<span role="status">{count(rows.length, 'component')}</span>}
        empty={
          <Empty
            title={all.length === 0 ? 'This server brings no components' : 'No component fits this search'}
            hint="Components of your own lie in files beside gyre.yaml; the command lists them too."
            commands={['gyre component list my-project']}
            {...(state.text === ''
              ? {}
              : { action: <Button onClick={() => setState({ text: '' })}>Show all components</Button> })}
          />
        }
      />
      {shown !== undefined && rows.length > 0 && <Details component={shown} />}
    </div>
  );
}

const columns: readonly Column<Component>[] = [
  {
    id: 'name',
    header: 'Component',
    width: 180,
    grow: true,
    value: (one) => one.name,
    cell: (one) => <Own text={one.name} />,
  },
  {
    id: 'description',
    header: 'Description',
    width: 240,
    grow: true,
    hideBelow: 560,
    value: (one) => one.description ?? null,
    cell: (one) => <Own text={one.description} />,
  },
  {
    id: 'inputs',
    header: 'Inputs',
    align: 'right',
    width: 80,
    value: (one) => one.inputs.length,
    cell: (one) => one.inputs.length,
  },
  {
    id: 'outputs',
    header: 'Outputs',
    align: 'right',
    width: 88,
    value: (one) => one.outputs.length,
    cell: (one) => one.outputs.length,
  },
];
