import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { ApiError } from '@/api/client';
import { type DatasetElement, type DatasetRow, imageUrl, type Place, rowsQuery, schemaQuery } from '@/api/datasets';
import { type Column, count, Empty, Failure, Own, Query, Table, useSearchState } from '@/kit';
import { NoSchema } from './Columns';
import classes from './dataset.module.css';
import { cellText, cellValue, imagePaths } from './values';

/** The examples in the order of their rows, as a table or as their images. */
export function Examples({ place }: { place: Place }) {
  const schema = useQuery(schemaQuery(place));
  if (schema.error instanceof ApiError && schema.error.code === 'dataset.schema.none') return <NoSchema />;
  return <Query result={schema}>{(found) => <Rows place={place} elements={found.elements} />}</Query>;
}

const views = [
  { value: 'table', label: 'Table' },
  { value: 'images', label: 'Images' },
];

function Rows({ place, elements }: { place: Place; elements: readonly DatasetElement[] }) {
  const [state, setState] = useSearchState({ view: '' });
  const { data, error, isPending, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    rowsQuery(place),
  );
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const loaded = rows.length;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const onNeed = useCallback(({ end }: { end: number }) => (end >= loaded ? more() : undefined), [loaded, more]);
  const columns = useMemo(() => exampleColumns(elements), [elements]);
  const hasImages = elements.some(({ type }) => type === 'image_file');
  const view = hasImages ? state.view || 'images' : 'table';
  const words = hasNextPage ? `First ${count(loaded, 'example')}` : count(loaded, 'example');
  const bar = (
    <span className={classes.bar}>
      {words}
      {hasImages && (
        <SegmentedControl
          size="xs"
          aria-label="Show examples as"
          data={views}
          value={view}
          onChange={(chosen) => setState({ view: chosen === 'images' ? '' : chosen })}
        />
      )}
    </span>
  );
  if (view === 'images' && loaded > 0) {
    return (
      <>
        {bar}
        <Images place={place} rows={rows} elements={elements} />
        {error !== null && <Failure error={error} onRetry={() => void fetchNextPage()} />}
        {hasNextPage && (
          <Button onClick={more} loading={isFetchingNextPage}>
            Show more
          </Button>
        )}
      </>
    );
  }
  return (
    <Table
      label="Examples"
      rows={rows}
      columns={columns}
      rowKey={(row) => `${row.index}`}
      loading={isPending}
      error={error}
      onRetry={() => void refetch()}
      {...(hasNextPage ? { total: loaded + 1, onNeed } : {})}
      exportName={`${place.dataset} ${place.version} examples`}
      toolbar={bar}
      empty={
        <Empty title="This version has no examples" hint="Its schema says what they would look like: see Columns." />
      }
    />
  );
}

/** A column of each element, the first one of each name. */
export function exampleColumns(elements: readonly DatasetElement[]): Column<Pick<DatasetRow, 'id' | 'values'>>[] {
  const names = [...new Set(elements.map(({ name }) => name))];
  const type = new Map(elements.map((one) => [one.name, one.type]));
  return [
    {
      id: 'id',
      header: 'Id',
      cell: (row) => <Own text={row.id} />,
      value: (row) => row.id,
      width: 110,
      pinned: true,
      sortable: false,
    },
    ...names.map((name): Column<Pick<DatasetRow, 'id' | 'values'>> => {
      const isNumber = /^(integer|float)$/.test(type.get(name) ?? '');
      return {
        id: `e.${name}`,
        header: name,
        cell: (row) => <Own text={cellText(valueOf(row, name))} />,
        value: (row) => cellValue(valueOf(row, name)),
        width: isNumber ? 100 : 150,
        sortable: false,
        ...(isNumber ? { align: 'right' as const } : { grow: true }),
      };
    }),
  ];
}

function valueOf(row: Pick<DatasetRow, 'values'>, name: string): unknown {
  const values = row.values as Record<string, unknown> | null;
  return values !== null && Object.hasOwn(values, name) ? values[name] : undefined;
}

interface ImagesProps {
  place: Place;
  rows: readonly Pick<DatasetRow, 'id' | 'index' | 'values'>[];
  elements: readonly DatasetElement[];
}

/** Images of examples with what else is known of each, loaded as they come into view. */
function Images({ place, rows, elements }: ImagesProps) {
  const names = elements.filter(({ type }) => type === 'image_file').map(({ name }) => name);
  const told = elements.filter(({ type, role }) => role !== 'input' || /^(boolean|integer|float|category)$/.test(type));
  const outputs = told.filter(({ role }) => role === 'output');
  const captions = (outputs.length > 0 ? outputs : told).slice(0, 2).map(({ name }) => name);
  return (
    <ul className={classes.images} aria-label="Images of examples">
      {rows.map((row) => {
        const words = captions.map((name) => `${name}: ${cellText(valueOf(row, name))}`).join(', ');
        return (
          <li key={row.index} className={classes.image} title={row.id}>
            {names
              .flatMap((name) => imagePaths(valueOf(row, name)))
              .slice(0, 4)
              .map((path) => (
                <Thumbnail key={path} src={imageUrl(place, path)} path={path} words={words} />
              ))}
            <span className={classes.caption}>
              <Own text={words === '' ? row.id : words} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Thumbnail({ src, path, words }: { src: string; path: string; words: string }) {
  const [broken, setBroken] = useState(false);
  if (broken)
    return (
      <span className={classes.broken}>
        <Own text={`${path} cannot be shown`} />
      </span>
    );
  return (
    <img
      className={classes.thumbnail}
      src={src}
      alt={words === '' ? path : `${path}, ${words}`}
      loading="lazy"
      decoding="async"
      onError={() => setBroken(true)}
    />
  );
}
