import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { type Dataset, datasetsQuery } from '@/api/datasets';
import { paths } from '@/app/nav';
import {
  Bytes,
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
import { SearchBox } from '@/pages/models/SearchBox';
import classes from './datasets.module.css';

const columns: readonly Column<Dataset>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => <Own text={row.name} />,
    value: (row) => row.name,
    width: 160,
    grow: true,
  },
  {
    id: 'project',
    header: 'Project',
    cell: (row) => <Own text={row.project} />,
    value: (row) => row.project,
    width: 140,
    hideBelow: 560,
  },
  {
    id: 'latest',
    header: 'Newest version',
    cell: (row) => <Own text={row.latest.version} />,
    value: (row) => row.latest.version,
    width: 150,
  },
  {
    id: 'tags',
    header: 'Its tags',
    cell: (row) => <Own text={row.latest.tags.join(', ')} />,
    value: (row) => row.latest.tags.join(', '),
    width: 130,
    hideBelow: 900,
  },
  {
    id: 'examples',
    header: 'Examples',
    align: 'right',
    cell: (row) => row.latest.examples?.toLocaleString('en-US') ?? '–',
    value: (row) => row.latest.examples ?? null,
    width: 110,
    hideBelow: 480,
  },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    cell: (row) => <Bytes value={row.latest.size} />,
    value: (row) => row.latest.size,
    width: 100,
    hideBelow: 720,
  },
  {
    id: 'versions',
    header: 'Versions',
    align: 'right',
    cell: (row) => row.versions.toLocaleString('en-US'),
    value: (row) => row.versions,
    width: 90,
    hideBelow: 800,
  },
  {
    id: 'changed',
    header: 'Last version',
    cell: (row) => <Time at={row.latest.created_at} relative />,
    value: (row) => row.latest.created_at,
    width: 130,
    hideBelow: 640,
  },
];

export default function DatasetsPage() {
  const [state, setState] = useSearchState({ text: '', project: '' });
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...datasetsQuery(state.project, state.text),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.datasets) ?? [], [data]);
  const loaded = rows.length;
  const onNeed = useCallback(
    ({ end }: { end: number }) => {
      if (end >= loaded && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [loaded, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const filtered = state.text !== '' || state.project !== '';
  return (
    <Page
      title="Datasets"
      actions={
        <CopyAs
          cli="gyre dataset list"
          curl={curlOf('GET', '/api/v1/datasets')}
          csharp={csharpOf('var page = await api.Datasets.ListAsync();')}
        />
      }
    >
      <div className={classes.bar}>
        <SearchBox
          label="Search datasets"
          placeholder="Part of a name"
          text={state.text}
          onChange={(text) => setState({ text: text.slice(0, 200) })}
        />
        {state.project !== '' && (
          <Button variant="default" onClick={() => setState({ project: '' })}>
            Of project <Own text={state.project} max={24} />: show all
          </Button>
        )}
      </div>
      <Table
        label="Datasets"
        rows={rows}
        columns={columns}
        rowKey={(row) => `${row.project}/${row.name}`}
        rowLink={(row) => paths.dataset(row.project, row.name)}
        loading={isPending}
        error={error}
        onRetry={() => void refetch()}
        {...(hasNextPage ? { total: loaded + 1, onNeed } : {})}
        exportName="datasets"
        toolbar={hasNextPage ? `First ${count(loaded, 'dataset')}` : count(loaded, 'dataset')}
        empty={filtered ? <NothingFound onClear={() => setState({ text: '', project: '' })} /> : <NoDatasets />}
      />
    </Page>
  );
}

function NoDatasets() {
  return (
    <Empty
      title="No datasets yet"
      hint="A dataset appears here when you push a folder, when a step of a run makes a version, or when the log of a deployment is exported."
      commands={['gyre dataset push FOLDER', 'gyre dataset import data.csv --to FOLDER']}
    />
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <Empty
      title="No dataset matches"
      hint="Search for a part of the name."
      action={<Button onClick={onClear}>Show all datasets</Button>}
    />
  );
}
