import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Alias, aliasesQuery } from '@/api/catalog';
import { paths } from '@/app/nav';
import {
  Bytes,
  Chips,
  type Column,
  CopyAs,
  count,
  csharpOf,
  curlOf,
  Empty,
  Own,
  Page,
  Table,
  Time,
  useSearchState,
} from '@/kit';
import { AliasDetails } from './AliasDetails';
import classes from './Catalog.module.css';
import { fieldsOf, filterAliases, filterKeys, keyOf } from './view';
import { RunLink } from './RunLink';

const defaults = { project: '', text: '', sort: '', of: '', alias: '', change: '' };
const none: readonly Alias[] = [];

export default function CatalogPage() {
  const [state, setState] = useSearchState(defaults);
  const aliases = useQuery(aliasesQuery());
  const all = aliases.data ?? none;
  const filters = useMemo(() => ({ project: state.project, text: state.text }), [state.project, state.text]);
  const rows = useMemo(() => filterAliases(all, filters), [all, filters]);
  const fields = useMemo(() => fieldsOf(all), [all]);
  const { project, text, sort } = state;
  const isOpen = state.alias !== '';
  return (
    <Page
      title="Catalogue"
      subtitle="Files that steps gave a name. An alias moves when a node run succeeds; what it pointed to before is kept here."
      actions={
        <CopyAs
          curl={curlOf('GET', '/api/v1/catalog/aliases')}
          csharp={csharpOf('var aliases = await api.Catalog.ListAliasesAsync();')}
        />
      }
    >
      <Chips
        filters={filters}
        fields={fields}
        onChange={(next) => setState(Object.fromEntries(filterKeys.map((key) => [key, next[key] ?? ''])))}
      />
      <Table
        label="Aliases of files"
        rows={rows}
        columns={columns}
        rowKey={keyOf}
        rowLink={(one) => paths.catalog({ project, text, sort, of: one.project, alias: one.name })}
        sort={sort}
        onSort={(next) => setState({ sort: next })}
        loading={aliases.isPending}
        error={aliases.error}
        onRetry={() => void aliases.refetch()}
        exportName="aliases"
        {...(isOpen ? { height: 280 } : {})}
        toolbar={<span role="status">{count(rows.length, 'alias', 'aliases')}</span>}
        empty={<Nothing filtered={all.length > 0} onClear={() => setState({ project: '', text: '' })} />}
      />
      {isOpen ? (
        <AliasDetails
          key={keyOf({ project: state.of, name: state.alias })}
          project={state.of}
          alias={state.alias}
          at={state.change}
          onAt={(change) => setState({ change })}
          onClose={() => setState({ of: '', alias: '', change: '' })}
        />
      ) : (
        rows.length > 0 && <p className={classes.hint}>Open an alias to see its file and its history.</p>
      )}
    </Page>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  return filtered ? (
    <Empty title="No alias fits these filters" action={<Button onClick={onClear}>Show all aliases</Button>} />
  ) : (
    <Empty
      title="No file has an alias yet"
      hint="A step gives a file a name with a FILE.metadata.json beside it that says valohai.alias. The demo does so with its best model."
      commands={['gyre demo']}
    />
  );
}

const columns: readonly Column<Alias>[] = [
  {
    id: 'alias',
    header: 'Alias',
    width: 160,
    grow: true,
    value: (one) => one.name,
    cell: (one) => <Own text={one.name} />,
  },
  {
    id: 'project',
    header: 'Project',
    width: 120,
    hideBelow: 520,
    value: (one) => one.project,
    cell: (one) => <Own text={one.project} />,
  },
  {
    id: 'file',
    header: 'File',
    width: 180,
    grow: true,
    hideBelow: 420,
    value: (one) => one.file?.path ?? null,
    cell: (one) => (one.file == null ? <span className={classes.hint}>removed</span> : <Own text={one.file.path} />),
  },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    width: 88,
    hideBelow: 640,
    value: (one) => one.file?.size ?? null,
    cell: (one) => <Bytes value={one.file?.size} />,
  },
  {
    id: 'from',
    header: 'Made by',
    width: 200,
    hideBelow: 760,
    value: (one) => (one.file == null ? null : `${one.file.run_id} ${one.file.node}`),
    cell: (one) => (one.file == null ? '–' : <RunLink run={one.file.run_id} node={one.file.node} />),
  },
  {
    id: 'changed',
    header: 'Moved',
    width: 112,
    value: (one) => one.changed_at,
    cell: (one) => <Time at={one.changed_at} relative />,
  },
];
