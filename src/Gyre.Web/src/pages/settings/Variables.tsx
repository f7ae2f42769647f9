import { useQuery } from '@tanstack/react-query';
import { del } from '@/api/client';
import { useMayChange } from '@/app/session';
import { cliOf, type Column, CopyAs, curlOf, Empty, isolated, Own, Query, Table, Time, useAction } from '@/kit';
import { PutVariable } from './PutVariable';
import { type Variable, variablesQuery } from './queries';
import { Remove } from './Remove';
import classes from './Settings.module.css';

export function Variables() {
  const mayChange = useMayChange();
  return (
    <div className={classes.stack}>
      <p className={classes.quiet}>
        Steps get the variables of their project in their environment. Secrets are kept encrypted, masked in logs, and
        never shown again.
      </p>
      <div className={classes.bar}>
        <CopyAs
          cli={cliOf('env set', ['NAME=VALUE'], { project: 'PROJECT' })}
          curl={curlOf('PUT', '/api/v1/variables/PROJECT/NAME', { value: 'VALUE', secret: false })}
        />
        {mayChange && <PutVariable />}
      </div>
      <Query result={useQuery(variablesQuery)}>
        {(rows) => (
          <Table
            label="Variables"
            rows={rows}
            columns={columns}
            rowKey={(one) => `${one.project}\n${one.name}`}
            exportName="variables"
            empty={
              <Empty
                title="No project has variables"
                hint="Set one here, or on the command line in the folder of a project."
                commands={['gyre env set NAME=VALUE']}
              />
            }
          />
        )}
      </Query>
    </div>
  );
}

const columns: Column<Variable>[] = [
  { id: 'name', header: 'Name', cell: (one) => <Own text={one.name} />, value: (one) => one.name, width: 180 },
  {
    id: 'project',
    header: 'Project',
    cell: (one) => <Own text={one.project} />,
    value: (one) => one.project,
    width: 140,
    hideBelow: 480,
  },
  {
    id: 'value',
    header: 'Value',
    cell: (one) => (one.secret ? <span className={classes.quiet}>secret</span> : <Own text={one.value} />),
    value: (one) => (one.secret ? 'secret' : one.value),
    grow: true,
    width: 140,
  },
  {
    id: 'changed',
    header: 'Changed',
    cell: (one) => <Time at={one.changed_at} relative />,
    value: (one) => one.changed_at,
    width: 120,
    hideBelow: 640,
  },
  {
    id: 'by',
    header: 'By',
    cell: (one) => <Own text={one.changed_by} />,
    value: (one) => one.changed_by,
    width: 120,
    hideBelow: 820,
  },
  { id: 'actions', header: 'Actions', cell: (one) => <Actions variable={one} />, width: 150 },
];

function Actions({ variable }: { variable: Variable }) {
  const mayChange = useMayChange();
  const action = useAction({
    run: () => del('/api/v1/variables/{project}/{name}', { path: { project: variable.project, name: variable.name } }),
    done: `Removed ${isolated(variable.name)}`,
    invalidates: [['variables']],
  });
  if (!mayChange) return null;
  return (
    <>
      <PutVariable variable={variable} />{' '}
      <Remove
        title="Remove this variable"
        text={
          <>
            Runs that start from now on do not get <Own text={variable.name} max={40} />.
          </>
        }
        onYes={() => action.actAsync()}
      />
    </>
  );
}
