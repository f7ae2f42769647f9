import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DatasetVersion, profileQuery } from '@/api/datasets';
import { paths } from '@/app/nav';
import { ApiError } from '@/api/client';
import { Bytes, type Column, count, Facts, Failure, Id, Own, Section, Table, Time, To, useSearchState } from '@/kit';
import { versionOf } from '@/pages/tracking-run/valueRows';
import { Balance } from './Balance';
import { balances } from './columnFacts';
import classes from './dataset.module.css';
import { Tags } from './Tags';
import type { useVersions } from './useVersions';

interface Props {
  version: DatasetVersion;
  versions: ReturnType<typeof useVersions>;
}

/** What a version is, the balance of its classes, and the other versions. */
export function Overview({ version, versions }: Props) {
  return (
    <>
      <Section title="This version">
        {version.description !== '' && (
          <p className={classes.description}>
            <Own text={version.description} />
          </p>
        )}
        <Facts items={factsOf(version)} />
        <Tags version={version} />
      </Section>
      <Classes version={version} />
      <Versions version={version} versions={versions} />
    </>
  );
}

function factsOf(version: DatasetVersion): (readonly [string, React.ReactNode] | null)[] {
  return [
    ['Examples', version.examples?.toLocaleString('en-US') ?? 'not counted'],
    ['Files', version.files.toLocaleString('en-US')],
    ['Size', <Bytes key="size" value={version.size} />],
    ['Made', <Time key="made" at={version.created_at} />],
    ['From', <From key="from" version={version} />],
    version.splits.length === 0 ? null : ['Splits', <Own key="splits" text={version.splits.join(', ')} />],
    ['Digest', <Id key="digest" value={version.digest} short />],
  ];
}

/** What made it, with a link where that has a page. */
function From({ version }: { version: DatasetVersion }) {
  if (version.run_id != null)
    return (
      <>
        <To href={paths.run(version.run_id)}>a run</To> (
        <To href={paths.lineage('pipeline-run', version.run_id)}>what it was made from</To>)
      </>
    );
  if (version.origin === 'push') return <>a push</>;
  if (version.origin === 'deployment' && version.origin_name != null)
    return (
      <>
        the log of{' '}
        <To href={paths.deployment(version.origin_name)}>deployment {<Own text={version.origin_name} max={30} />}</To>
      </>
    );
  if (version.origin === 'query' && version.origin_name != null) return <Query version={version} />;
  return <Own text={[version.origin, version.origin_name].filter(Boolean).join(' ')} />;
}

/** A version that a query made of another. */
function Query({ version }: { version: DatasetVersion }) {
  const source = version.origin_name ?? '';
  const found = versionOf(source);
  return (
    <>
      a query of{' '}
      {found === null ? (
        <Own text={source} />
      ) : (
        <To href={paths.dataset(version.project, found.name, { version: found.version })}>
          <Own text={source} max={40} />
        </To>
      )}
    </>
  );
}

function Classes({ version }: { version: DatasetVersion }) {
  const { project, dataset, version: name } = version;
  const { data, error, refetch } = useQuery(profileQuery({ project, dataset, version: name }));
  // A version without a schema has no classes; the other tabs say so.
  if (error !== null && !(error instanceof ApiError && error.code === 'dataset.schema.none'))
    return <Failure error={error} onRetry={() => void refetch()} />;
  const outputs = balances(data?.columns ?? []);
  if (outputs.length === 0) return null;
  return (
    <Section title="Balance of classes">
      <div className={classes.balances}>
        {outputs.map((column) => (
          <Balance key={column.name} column={column} />
        ))}
      </div>
    </Section>
  );
}

const columns: readonly Column<DatasetVersion>[] = [
  {
    id: 'version',
    header: 'Version',
    cell: (row) => <Own text={row.version} />,
    value: (row) => row.version,
    width: 140,
    grow: true,
  },
  {
    id: 'tags',
    header: 'Tags',
    cell: (row) => <Own text={row.tags.join(', ')} />,
    value: (row) => row.tags.join(', '),
    width: 140,
  },
  {
    id: 'examples',
    header: 'Examples',
    align: 'right',
    cell: (row) => row.examples?.toLocaleString('en-US') ?? '–',
    value: (row) => row.examples ?? null,
    width: 100,
    hideBelow: 520,
  },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    cell: (row) => <Bytes value={row.size} />,
    value: (row) => row.size,
    width: 100,
    hideBelow: 620,
  },
  {
    id: 'made',
    header: 'Made',
    cell: (row) => <Time at={row.created_at} />,
    value: (row) => row.created_at,
    width: 150,
    hideBelow: 420,
  },
  {
    id: 'description',
    header: 'Description',
    cell: (row) => <Own text={row.description} />,
    value: (row) => row.description,
    width: 160,
    grow: true,
    hideBelow: 900,
  },
];

/** All versions; two that are chosen are compared. */
function Versions({ version, versions }: Props) {
  const [state, setState] = useSearchState({ chosen: '', version: '', with: '', tab: 'overview' });
  const { versions: rows, hasNextPage, isFetchingNextPage, fetchNextPage } = versions;
  const chosen = state.chosen === '' ? [] : state.chosen.split('\n');
  const two = rows.filter((row) => chosen.includes(row.version));
  const [newer, older] = two;
  return (
    <Section title="Versions">
      <Table
        label="Versions"
        rows={rows}
        columns={columns}
        rowKey={(row) => row.version}
        rowLink={(row) => paths.dataset(row.project, row.dataset, { version: row.version })}
        selected={chosen}
        onSelect={(keys) => setState({ chosen: keys.slice(-2).join('\n') })}
        exportName={`${version.dataset} versions`}
        {...(hasNextPage
          ? {
              total: rows.length + 1,
              onNeed: ({ end }: { end: number }) => {
                if (end >= rows.length && !isFetchingNextPage) void fetchNextPage();
              },
            }
          : {})}
        toolbar={
          <span className={classes.bar}>
            {hasNextPage ? `First ${count(rows.length, 'version')}` : count(rows.length, 'version')}
            {newer !== undefined && older !== undefined ? (
              <Button
                onClick={() =>
                  setState({ chosen: '', version: newer.version, with: older.version, tab: 'changes' }, { push: true })
                }
              >
                Compare the two
              </Button>
            ) : (
              rows.length > 1 && <span className={classes.note}>Choose two to compare them.</span>
            )}
          </span>
        }
      />
    </Section>
  );
}
