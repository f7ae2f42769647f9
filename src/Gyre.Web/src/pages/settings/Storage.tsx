import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Bytes, Code, type Column, Meter, Num, Own, Query, Section, Table } from '@/kit';
import { type Storage as StorageInfo, storageQuery } from './queries';
import classes from './Settings.module.css';

const databases: Record<string, string> = { sqlite: 'SQLite', postgresql: 'PostgreSQL' };
const stores: Record<string, string> = { files: 'files', s3: 'S3' };

export function Storage() {
  const storage = useQuery(storageQuery);
  return (
    <div className={classes.stack}>
      <div className={classes.bar}>
        <Button loading={storage.isFetching} onClick={() => void storage.refetch()}>
          Measure again
        </Button>
      </div>
      <Query result={storage}>{(data) => <Sizes data={data} />}</Query>
    </div>
  );
}

function Sizes({ data }: { data: StorageInfo }) {
  const whole = data.content_bytes + data.unreferenced_bytes;
  return (
    <>
      <div className={classes.cards}>
        <Card
          title={`Database (${databases[data.database] ?? data.database})`}
          value={<Bytes value={data.database_bytes} />}
        />
        <Card
          title={`Artifacts (${stores[data.artifacts] ?? data.artifacts})`}
          value={<Bytes value={data.content_bytes} />}
          hint={
            <>
              <Num value={data.contents} /> contents in use, or younger than a day
            </>
          }
        />
        <Card
          title="A collection would free"
          value={<Bytes value={data.unreferenced_bytes} />}
          hint={
            <>
              <Num value={data.unreferenced} /> contents that nothing uses
            </>
          }
          below={<Meter value={data.unreferenced_bytes} max={whole} label="Share of the artifacts that nothing uses" />}
        />
      </div>
      <Section title="Kept for a time">
        <Table
          label="Rules"
          rows={data.rules}
          columns={columns}
          rowKey={(rule) => rule.rule}
          exportName="retention"
          empty={
            <p className={classes.quiet}>Nothing is removed by age. Rules are set in the configuration of the home.</p>
          }
        />
      </Section>
      <Section title="Free it">
        <p className={classes.quiet}>
          A collection runs on the machine of the server. The first command only says what it would do.
        </p>
        <Code text="gyre gc --dry-run" lang="shell" />
        <Code text="gyre gc" lang="shell" />
      </Section>
    </>
  );
}

function Card({ title, value, hint, below }: { title: string; value: ReactNode; hint?: ReactNode; below?: ReactNode }) {
  return (
    <div className={classes.card}>
      <div className={classes.quiet}>{title}</div>
      <div className={classes.big}>{value}</div>
      {hint !== undefined && <div className={classes.quiet}>{hint}</div>}
      {below}
    </div>
  );
}

type Rule = StorageInfo['rules'][number];

const columns: Column<Rule>[] = [
  {
    id: 'what',
    header: 'What',
    cell: (rule) => <Own text={rule.what} />,
    value: (rule) => rule.what,
    grow: true,
    width: 160,
  },
  {
    id: 'kept',
    header: 'Kept for',
    cell: (rule) => <Own text={rule.kept_for} />,
    value: (rule) => rule.kept_for,
    width: 110,
  },
  {
    id: 'count',
    header: 'Over now',
    cell: (rule) => <Num value={rule.count} />,
    value: (rule) => rule.count,
    align: 'right',
    width: 100,
  },
  {
    id: 'bytes',
    header: 'Size',
    cell: (rule) => <Bytes value={rule.bytes} />,
    value: (rule) => rule.bytes,
    align: 'right',
    width: 100,
    hideBelow: 480,
  },
  {
    id: 'rule',
    header: 'Rule',
    cell: (rule) => <Own text={rule.rule} />,
    value: (rule) => rule.rule,
    width: 160,
    hideBelow: 720,
  },
];
