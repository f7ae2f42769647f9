import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ApiError } from '@/api/client';
import {
  type DatasetElement,
  type DatasetFound,
  foundOnPage,
  foundQuery,
  pageOf,
  type Place,
  profileQuery,
  schemaQuery,
} from '@/api/datasets';
import { count, CopyAs, curlOf, Empty, Failure, Loading, Query, Section, Table, useSearchState } from '@/kit';
import { NoSchema } from './Columns';
import { knownFields } from './columnFacts';
import classes from './dataset.module.css';
import { exampleColumns } from './Examples';
import { QueryBox } from './QueryBox';
import { WhyNot } from './WhyNot';

/** Finds examples by a query; the query stands in the address. */
export function Ask({ place }: { place: Place }) {
  const schema = useQuery(schemaQuery(place));
  if (schema.error instanceof ApiError && schema.error.code === 'dataset.schema.none') return <NoSchema />;
  return <Query result={schema}>{(found) => <Asked place={place} elements={found.elements} />}</Query>;
}

function Asked({ place, elements }: { place: Place; elements: readonly DatasetElement[] }) {
  const [state, setState] = useSearchState({ q: '', page: '0', why: '' });
  const profile = useQuery(profileQuery(place));
  const fields = useMemo(() => knownFields(elements, profile.data?.columns), [elements, profile.data]);
  const page = Math.max(0, Number.parseInt(state.page, 10) || 0);
  const query = isObject(state.q) ? state.q : '';
  const found = useQuery({ ...foundQuery(place, query === '' ? '{}' : query, page), enabled: query !== '' });
  const parts = [place.project, place.dataset, 'versions', place.version].map(encodeURIComponent).join('/');
  return (
    <>
      <QueryBox value={state.q} fields={fields} onAsk={(q) => setState({ q, page: '0' }, { push: true })} />
      {query === '' ? (
        <Empty
          title="Ask for examples"
          hint="Write conditions on fields as JSON. What may stand at a place is proposed as you type; docs/reference/queries.md has the rules."
        />
      ) : (
        <Section
          title="What it finds"
          actions={<CopyAs curl={curlOf('POST', `/api/v1/datasets/${parts}/query`, pageOf(query, page))} />}
        >
          {found.isError ? (
            <Failure error={found.error} onRetry={() => void found.refetch()} />
          ) : found.data === undefined ? (
            <Loading />
          ) : (
            <Found
              place={place}
              found={found.data}
              elements={elements}
              page={page}
              onPage={(next) => setState({ page: String(next) })}
            />
          )}
        </Section>
      )}
      {query !== '' && !found.isError && (
        <WhyNot
          key={`${place.version} ${query}`}
          place={place}
          query={query}
          id={state.why}
          onId={(why) => setState({ why })}
        />
      )}
    </>
  );
}

function isObject(text: string): boolean {
  try {
    const read = JSON.parse(text) as unknown;
    return typeof read === 'object' && read !== null && !Array.isArray(read);
  } catch {
    return false;
  }
}

interface FoundProps {
  place: Place;
  found: DatasetFound;
  elements: readonly DatasetElement[];
  page: number;
  onPage: (page: number) => void;
}

function Found({ place, found, elements, page, onPage }: FoundProps) {
  const columns = useMemo(() => exampleColumns(elements), [elements]);
  const rows = useMemo(
    () => found.examples.map((one) => ({ id: String((one as { id: unknown }).id), values: one })),
    [found],
  );
  const [sort, setSort] = useState('');
  return (
    <Table
      label="Examples that were found"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      sort={sort}
      onSort={setSort}
      exportName={`${place.dataset} ${place.version} query`}
      toolbar={
        <span className={classes.bar}>
          {count(found.total, 'example')}
          {found.pages > 1 && (
            <>
              , page {(page + 1).toLocaleString('en-US')} of {found.pages.toLocaleString('en-US')}
              <Button size="compact-xs" disabled={page === 0} onClick={() => onPage(page - 1)}>
                Previous
              </Button>
              <Button size="compact-xs" disabled={!found.has_next_page} onClick={() => onPage(page + 1)}>
                Next
              </Button>
            </>
          )}
        </span>
      }
      empty={
        <Empty
          title="No example matches"
          hint={`Ask below why a certain one does not. A page has up to ${foundOnPage} examples.`}
        />
      }
    />
  );
}
