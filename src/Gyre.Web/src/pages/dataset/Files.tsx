import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { paths } from '@/app/nav';
import { contentUrl, type DatasetFile, filesQuery, type Place } from '@/api/datasets';
import { Bytes, type Column, count, Empty, Icon, Id, Own, Table, To } from '@/kit';
import classes from './dataset.module.css';

const columns: readonly Column<DatasetFile>[] = [
  {
    id: 'path',
    header: 'Path',
    cell: (row) => <Own text={row.path} />,
    value: (row) => row.path,
    width: 180,
    grow: true,
    sortable: false,
  },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    cell: (row) => <Bytes value={row.size} />,
    value: (row) => row.size,
    width: 100,
    sortable: false,
  },
  {
    id: 'digest',
    header: 'Digest',
    cell: (row) => <Id value={row.digest} short />,
    value: (row) => row.digest,
    width: 150,
    hideBelow: 560,
    sortable: false,
  },
  {
    id: 'lineage',
    header: 'Lineage',
    cell: (row) => <To href={paths.lineage('artifact', row.digest)}>What read it</To>,
    width: 120,
    hideBelow: 720,
  },
  {
    id: 'get',
    header: 'Content',
    cell: (row) => (
      <a className={classes.get} href={contentUrl(row.digest)} download={row.path.slice(row.path.lastIndexOf('/') + 1)}>
        <Icon name="download" size={14} /> Download
      </a>
    ),
    width: 120,
    hideBelow: 420,
  },
];

/** The files of a version with their digests. */
export function Files({ place }: { place: Place }) {
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    filesQuery(place),
  );
  const rows = useMemo(() => data?.pages.flatMap((page) => page.files) ?? [], [data]);
  const loaded = rows.length;
  const onNeed = useCallback(
    ({ end }: { end: number }) => {
      if (end >= loaded && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [loaded, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return (
    <Table
      label="Files"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.path}
      loading={isPending}
      error={error}
      onRetry={() => void refetch()}
      {...(hasNextPage ? { total: loaded + 1, onNeed } : {})}
      exportName={`${place.dataset} ${place.version} files`}
      toolbar={count(data?.pages[0]?.count ?? 0, 'file')}
      empty={<Empty title="This version has no files" hint="It was made without any." />}
    />
  );
}
