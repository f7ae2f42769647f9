import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  booksQuery,
  type Deployment,
  deploymentsQuery,
  figuresQuery,
  servedQuery,
  versionsQuery,
} from '@/api/deployments';
import { paths } from '@/app/nav';
import { type Column, CopyAs, count, csharpOf, curlOf, Empty, Own, Page, Table, Time, useSearchState } from '@/kit';
import { Champion, Decisions, hour, HourReward, Joined, Median, OfAnswers, OfLog, Requests } from './Cells';
import { averageOf, canaryWords, joinedShare, kindOf, type Row } from './rows';
import { decides, medianOf, requestsOf, servesWord } from './served';
import { useSettled } from './useLog';

const none: readonly Deployment[] = [];

export default function DeploymentsPage() {
  const [state, setState] = useSearchState({ sort: '' });
  const deployments = useQuery(deploymentsQuery());
  const client = useQueryClient();
  const rows: readonly Row[] = deployments.data ?? none;
  const columns = useMemo(() => columnsOf(rows), [rows]);
  useSettled();
  return (
    <Page
      title="Deployments"
      subtitle="Policies, models and programs that answer requests, and how they do."
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
            hint="A deployment serves a policy: it answers requests, logs each decision, and joins it with its reward. The first command makes a policy from a log of decisions, the second one serves it. The third one serves a model, which predicts."
            commands={[
              'gyre bandit train --log log.csv --policy lin-ucb --output policy.json',
              'gyre deploy shop --policy policy.json',
              'gyre deploy flowers --model-file model.onnx',
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
    const versions = await had(client.fetchQuery(versionsQuery(name)));
    const kind = versions === undefined ? undefined : kindOf(versions.versions, champion);
    const known = decides(deployment) ? await logOf(client, name) : await answersOf(client, name);
    rows.push({ ...deployment, ...known, ...(kind === undefined ? {} : { kind }) });
  }
  return rows;
}

async function logOf(client: QueryClient, name: string): Promise<Pick<Row, 'books' | 'hour'>> {
  const [books, figures] = await Promise.all([
    had(client.fetchQuery(booksQuery(name))),
    had(client.fetchQuery(figuresQuery(name, hour.seconds, hour.buckets))),
  ]);
  return { ...(books === undefined ? {} : { books }), ...(figures === undefined ? {} : { hour: figures }) };
}

async function answersOf(client: QueryClient, name: string): Promise<Pick<Row, 'served'>> {
  const served = await had(client.fetchQuery(servedQuery(name)));
  return served === undefined ? {} : { served };
}

function had<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch(() => undefined);
}

/** Nothing but what some deployment has: a list of policies needs no times of answers. */
function columnsOf(rows: readonly Row[]): readonly Column<Row>[] {
  const [anyLog, anyAnswers] = [rows.some(decides), rows.some((row) => !decides(row))];
  return [...routeColumns, ...(anyLog ? logColumns : []), ...(anyAnswers ? answerColumns : []), changedColumn];
}

const routeColumns: readonly Column<Row>[] = [
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
    id: 'serves',
    header: 'Serves',
    width: 84,
    hideBelow: 600,
    value: servesWord,
    cell: servesWord,
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
];

const logColumns: readonly Column<Row>[] = [
  {
    id: 'decisions',
    header: 'Decisions',
    align: 'right',
    width: 100,
    hideBelow: 520,
    sortable: false,
    value: (row) => row.books?.decisions,
    cell: (row) => (
      <OfLog row={row}>
        <Decisions name={row.name} />
      </OfLog>
    ),
  },
  {
    id: 'joined',
    header: 'Joined',
    align: 'right',
    width: 84,
    hideBelow: 640,
    sortable: false,
    value: (row) => (row.books === undefined ? null : joinedShare(row.books)),
    cell: (row) => (
      <OfLog row={row}>
        <Joined name={row.name} />
      </OfLog>
    ),
  },
  {
    id: 'reward',
    header: 'Reward, last hour',
    align: 'right',
    width: 170,
    hideBelow: 460,
    sortable: false,
    value: (row) => (row.hour === undefined ? null : averageOf(row.hour)),
    cell: (row) => (
      <OfLog row={row}>
        <HourReward name={row.name} />
      </OfLog>
    ),
  },
];

const answerColumns: readonly Column<Row>[] = [
  {
    id: 'requests',
    header: 'Requests',
    align: 'right',
    width: 96,
    hideBelow: 520,
    sortable: false,
    value: (row) => (row.served === undefined ? null : requestsOf(row.served)),
    cell: (row) => (
      <OfAnswers row={row}>
        <Requests name={row.name} />
      </OfAnswers>
    ),
  },
  {
    id: 'median',
    header: 'Median time',
    align: 'right',
    width: 104,
    hideBelow: 460,
    sortable: false,
    value: (row) => (row.served === undefined ? null : medianOf(row.served)),
    cell: (row) => (
      <OfAnswers row={row}>
        <Median name={row.name} />
      </OfAnswers>
    ),
  },
];

const changedColumn: Column<Row> = {
  id: 'changed',
  header: 'Changed',
  width: 112,
  hideBelow: 560,
  value: (row) => row.changed_at,
  cell: (row) => <Time at={row.changed_at} relative />,
};
