import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { booksQuery, type Deployment, deploymentsQuery, figuresQuery, versionsQuery } from '@/api/deployments';
import { paths } from '@/app/nav';
import { type Column, CopyAs, count, csharpOf, curlOf, Empty, Own, Page, Table, Time, useSearchState } from '@/kit';
import { Champion, Decisions, hour, HourReward, Joined } from './Cells';
import { averageOf, canaryWords, joinedShare, kindOf, type Row } from './rows';
import { useSettled } from './useLog';

const none: readonly Deployment[] = [];

export default function DeploymentsPage() {
  const [state, setState] = useSearchState({ sort: '' });
  const deployments = useQuery(deploymentsQuery());
  const client = useQueryClient();
  const rows: readonly Row[] = deployments.data ?? none;
  useSettled();
  return (
    <Page
      title="Deployments"
      subtitle="Policies that answer requests, and what their decisions brought."
      actions={
        <CopyAs
          cli="gyre deployments"
          curl={curlOf('GET', '/api/v1/deployments')}
          csharp={csharpOf('var deployments = await api.Deployments.ListAsync();')}
        />
      }
    >
      <Table
        label="Deployments"
        rows={rows}
        columns={columns}
        rowKey={(row) => row.name}
        rowLink={(row) => paths.deployment(row.name)}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        loading={deployments.isPending}
        error={deployments.error}
        onRetry={() => void deployments.refetch()}
        exportName="deployments"
        exportRows={() => wholeRows(client, deployments.data ?? none)}
        toolbar={count(rows.length, 'deployment')}
        empty={
          <Empty
            title="No deployments yet"
            hint="A deployment serves a policy: it answers requests, logs each decision, and joins it with its reward. The first command makes a policy from a log of decisions, the second one serves it."
            commands={[
              'gyre bandit train --log log.csv --policy lin-ucb --output policy.json',
              'gyre deploy shop --policy policy.json',
            ]}
          />
        }
      />
    </Page>
  );
}

/** What only rows in view have asked for is asked for all of them; a part that cannot be had is left empty. */
async function wholeRows(client: QueryClient, deployments: readonly Deployment[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const deployment of deployments) {
    const { name, champion } = deployment;
    const [books, figures, versions] = await Promise.allSettled([
      client.fetchQuery(booksQuery(name)),
      client.fetchQuery(figuresQuery(name, hour.seconds, hour.buckets)),
      client.fetchQuery(versionsQuery(name)),
    ]);
    const kind = versions.status === 'fulfilled' ? kindOf(versions.value.versions, champion) : undefined;
    rows.push({
      ...deployment,
      ...(books.status === 'fulfilled' ? { books: books.value } : {}),
      ...(figures.status === 'fulfilled' ? { hour: figures.value } : {}),
      ...(kind === undefined ? {} : { kind }),
    });
  }
  return rows;
}

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 150,
    grow: true,
    pinned: true,
    value: (row) => row.name,
    cell: (row) => <Own text={row.name} />,
  },
  {
    id: 'champion',
    header: 'Champion',
    width: 150,
    value: (row) => (row.kind === undefined ? row.champion : `${row.champion} ${row.kind}`),
    cell: (row) => <Champion row={row} />,
  },
  {
    id: 'canaries',
    header: 'Canaries',
    width: 140,
    hideBelow: 760,
    value: (row) => canaryWords(row.canaries),
    cell: (row) => canaryWords(row.canaries) || '–',
  },
  {
    id: 'shadows',
    header: 'Shadows',
    width: 90,
    hideBelow: 900,
    value: (row) => row.shadows.join(', '),
    cell: (row) => row.shadows.join(', ') || '–',
  },
  {
    id: 'decisions',
    header: 'Decisions',
    align: 'right',
    width: 100,
    hideBelow: 520,
    sortable: false,
    value: (row) => row.books?.decisions,
    cell: (row) => <Decisions name={row.name} />,
  },
  {
    id: 'joined',
    header: 'Joined',
    align: 'right',
    width: 84,
    hideBelow: 640,
    sortable: false,
    value: (row) => (row.books === undefined ? null : joinedShare(row.books)),
    cell: (row) => <Joined name={row.name} />,
  },
  {
    id: 'reward',
    header: 'Reward, last hour',
    align: 'right',
    width: 170,
    hideBelow: 460,
    sortable: false,
    value: (row) => (row.hour === undefined ? null : averageOf(row.hour)),
    cell: (row) => <HourReward name={row.name} />,
  },
  {
    id: 'changed',
    header: 'Changed',
    width: 112,
    hideBelow: 560,
    value: (row) => row.changed_at,
    cell: (row) => <Time at={row.changed_at} relative />,
  },
];
