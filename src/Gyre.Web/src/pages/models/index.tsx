import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { allModels, filterOf, modelsQuery, type RegisteredModel } from '@/formats/mlflow/registry';
import { type Column, count, Empty, Own, Page, Table, Time, useSearchState } from '@/kit';
import { AliasChip } from '@/pages/model/AliasChip';
import { sortAliases } from '@/pages/model/aliases';
import { Create } from './Create';
import classes from './models.module.css';
import { latestVersion, orderOf, stagesOf } from './rows';
import { SearchBox } from './SearchBox';

const columns: readonly Column<RegisteredModel>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => <Own text={row.name} />,
    value: (row) => row.name,
    width: 160,
    grow: true,
  },
  {
    id: 'latest',
    header: 'Latest version',
    align: 'right',
    cell: (row) => latestVersion(row) ?? '–',
    value: (row) => latestVersion(row),
    width: 120,
    sortable: false,
  },
  {
    id: 'aliases',
    header: 'Aliases',
    cell: (row) => (
      <span className={classes.chips}>
        {sortAliases(row.aliases).map(({ alias, version }) => (
          <span key={alias} className={classes.alias} title={`${alias}: version ${version}`}>
            <AliasChip alias={alias} /> {version}
          </span>
        ))}
      </span>
    ),
    value: (row) =>
      sortAliases(row.aliases)
        .map(({ alias, version }) => `${alias} ${version}`)
        .join(', '),
    width: 260,
    grow: true,
    hideBelow: 520,
    sortable: false,
  },
  {
    id: 'stages',
    header: 'Stages',
    cell: (row) => stagesOf(row) || '–',
    value: stagesOf,
    width: 200,
    hideBelow: 900,
    sortable: false,
  },
  {
    id: 'updated',
    header: 'Last update',
    cell: (row) => <Time at={row.updatedAt} relative />,
    value: (row) => row.updatedAt,
    width: 130,
  },
];

const kinds = [
  { value: 'models', label: 'Models' },
  { value: 'prompts', label: 'Prompts' },
];

export default function ModelsPage() {
  const [state, setState] = useSearchState({ text: '', sort: '', kind: 'models' });
  const mayChange = useMayChange();
  const filter = filterOf(state.text, state.kind === 'prompts');
  const order = orderOf(state.sort);
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...modelsQuery(filter, order),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.models) ?? [], [data]);
  const loaded = rows.length;
  const onNeed = useCallback(
    ({ end }: { end: number }) => {
      if (end >= loaded && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [loaded, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return (
    <Page title="Models" actions={mayChange && <Create />}>
      <div className={classes.bar}>
        <SearchBox
          label="Search models"
          placeholder="Name, or a filter: tags.team = 'vision'"
          text={state.text}
          onChange={(text) => setState({ text })}
        />
        <SegmentedControl
          size="xs"
          aria-label="Kind"
          data={kinds}
          value={state.kind}
          onChange={(kind) => setState({ kind })}
        />
      </div>
      <Table
        label="Models"
        rows={rows}
        columns={columns}
        rowKey={(row) => row.name}
        rowLink={(row) => paths.model(row.name)}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        total={hasNextPage ? loaded + 1 : loaded}
        onNeed={onNeed}
        exportName="models"
        exportRows={() => allModels(filter, order)}
        toolbar={hasNextPage ? `First ${count(loaded, 'model')}` : count(loaded, 'model')}
        empty={
          state.text === '' ? (
            state.kind === 'prompts' ? (
              <NoPrompts />
            ) : (
              <NoModels />
            )
          ) : (
            <NothingFound onClear={() => setState({ text: '' })} />
          )
        }
      />
    </Page>
  );
}

function NoModels() {
  return (
    <Empty
      title="No models yet"
      hint="A model appears here when a run logs one under a name (registered_model_name in MLflow, RegisterAs in Gyre.Client), or when you register files."
      commands={['gyre model register my-model --source models:/m-ID']}
    />
  );
}

function NoPrompts() {
  return (
    <Empty
      title="No prompts yet"
      hint="A prompt appears here when a program registers one: mlflow.genai.register_prompt(name=..., template=...)."
    />
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      title="No model matches"
      hint="Search for a part of the name, or for a tag."
      action={<Button onClick={onClear}>Show all models</Button>}
    />
  );
}
