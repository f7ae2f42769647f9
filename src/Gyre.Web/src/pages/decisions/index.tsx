import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import {
  type DecisionFilter,
  decisionsKey,
  decisionsQuery,
  deploymentQuery,
  newestDecisions,
  versionsQuery,
} from '@/api/deployments';
import { paths } from '@/app/nav';
import {
  Chips,
  cliOf,
  CopyAs,
  CopyButton,
  count,
  csharpOf,
  csText,
  curlOf,
  Empty,
  type Filters,
  Icon,
  Table,
  To,
  useParam,
  useSearchState,
} from '@/kit';
import { Frame } from '@/pages/deployment/Frame';
import { useBooks } from '@/pages/deployments/useLog';
import { columns } from './columns';
import classes from './decisions.module.css';
import { askedOf, cliOptions, fieldsOf, filterKeys, noFilters } from './filter';
import { Panel } from './Panel';

/** An export has at most so many decisions; the command line writes all of them. */
const mostExported = 10_000;

export default function DecisionsPage() {
  const name = useParam('name');
  const deployment = useQuery(deploymentQuery(name));
  return (
    <Frame name={name} part="decisions" deployment={deployment}>
      {() => <Decisions key={name} name={name} />}
    </Frame>
  );
}

function Decisions({ name }: { name: string }) {
  const [search, setSearch] = useSearchState({ ...noFilters, decision: '' });
  const filters = Object.fromEntries(filterKeys.map((key) => [key, search[key]]));
  // "2h ago" is counted from when the page was opened, so that the query stays the same while it is looked at.
  const [opened] = useState(Date.now);
  const asked = askedOf(filters, opened);
  const versions = useQuery(versionsQuery(name)).data?.versions ?? [];
  const change = (next: Filters) =>
    setSearch(Object.fromEntries(filterKeys.map((key) => [key, next[key]])), { push: true });
  return (
    <>
      <div className={classes.bar}>
        <FindById onFind={(decision) => setSearch({ decision }, { push: true })} />
        <Chips filters={filters} onChange={change} fields={fieldsOf(versions)} />
        <CopyButton text={window.location.href} label="Copy link" />
        <CopyList name={name} filter={asked.filter} />
      </div>
      {asked.problems.map((problem) => (
        <p key={problem} role="status" className={classes.note}>
          {problem}
        </p>
      ))}
      <List name={name} filter={asked.filter} filters={filters} />
      <Panel
        name={name}
        decision={search.decision}
        versions={versions}
        onClose={() => setSearch({ decision: undefined }, { push: true })}
      />
    </>
  );
}

/** Sent with Enter: half an id names no decision. */
function FindById({ onFind }: { onFind: (decision: string) => void }) {
  const [text, setText] = useState('');
  return (
    <form
      role="search"
      className={classes.find}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onFind(text.trim());
      }}
    >
      <TextInput
        size="xs"
        aria-label="Find a decision by its id"
        placeholder="Id of a decision"
        spellCheck={false}
        autoComplete="off"
        leftSection={<Icon name="search" size={14} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </form>
  );
}

function CopyList({ name, filter }: { name: string; filter: DecisionFilter }) {
  const query = new URLSearchParams(filter as Record<string, string>).toString();
  const path = `/api/v1/deployments/${encodeURIComponent(name)}/decisions${query === '' ? '' : `?${query}`}`;
  const given = [
    filter.outcome === undefined ? null : `outcome: ${csText(filter.outcome)}`,
    filter.arm === undefined ? null : `arm: ${csText(filter.arm)}`,
    filter.version === undefined ? null : `version: ${filter.version}`,
    filter.from === undefined ? null : `from: DateTimeOffset.Parse(${csText(filter.from)})`,
    filter.to === undefined ? null : `to: DateTimeOffset.Parse(${csText(filter.to)})`,
  ].filter((one) => one !== null);
  return (
    <CopyAs
      cli={cliOf('decisions list', [name], cliOptions(filter))}
      curl={curlOf('GET', path)}
      csharp={csharpOf(`var page = await api.Deployments.DecisionsAsync(${[csText(name), ...given].join(', ')});`)}
    />
  );
}

interface ListProps {
  name: string;
  filter: DecisionFilter;
  filters: Filters;
}

function List({ name, filter, filters }: ListProps) {
  const client = useQueryClient();
  const books = useBooks(name).data;
  const list = useInfiniteQuery(decisionsQuery(name, filter));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.decisions) ?? [], [data]);
  const loaded = rows.length;
  const onNeed = useCallback(
    ({ end }: { end: number }) => {
      if (end >= loaded && hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
    [loaded, hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  const isFiltered = Object.keys(filter).length > 0;
  const all = !isFiltered && books !== undefined ? ` of ${books.decisions.toLocaleString('en-US')}` : '';
  return (
    <Table
      label="Decisions"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.decision.decision_id}
      rowLink={(row) => paths.decisions(name, { ...filters, decision: row.decision.decision_id })}
      total={hasNextPage ? loaded + 1 : loaded}
      onNeed={onNeed}
      loading={list.isPending}
      error={list.error}
      onRetry={() => void list.refetch()}
      exportName={`${name} decisions`}
      exportRows={() => newestDecisions(name, filter, mostExported)}
      height={760}
      toolbar={
        <span className={classes.bar}>
          {hasNextPage ? `The newest ${count(loaded, 'decision')}${all}` : count(loaded, 'decision')}
          <Button
            variant="subtle"
            color="gray"
            leftSection={<Icon name="refresh" size={14} />}
            loading={list.isRefetching && !isFetchingNextPage}
            onClick={() => void client.resetQueries({ queryKey: decisionsKey(name) })}
          >
            Load the newest
          </Button>
        </span>
      }
      empty={<NoDecisions name={name} isFiltered={isFiltered} />}
    />
  );
}

function NoDecisions({ name, isFiltered }: { name: string; isFiltered: boolean }) {
  return isFiltered ? (
    <Empty
      title="No decision matches these filters"
      hint="Take a filter away, or look at all decisions."
      action={<To href={paths.decisions(name)}>Show all decisions</To>}
    />
  ) : (
    <Empty
      title="There are no decisions yet"
      hint="Ask for one with the numbers of a context, in the order of the policy's fields."
      commands={[cliOf('decide', [name], { context: '0.5,1' })]}
    />
  );
}
