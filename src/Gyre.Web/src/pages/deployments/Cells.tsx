import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { booksQuery, type Deployment, figuresQuery, versionsQuery } from '@/api/deployments';
import { Num, Own, Sparkline } from '@/kit';
import classes from './deployments.module.css';
import { Latency } from './Latency';
import { averageOf, joinedShare, kindOf, roughly } from './rows';
import { decides, medianOf, requestsOf } from './served';
import { listPace, useServed } from './useServed';

/** An hour in parts of five minutes. */
export const hour = { seconds: 3600, buckets: 12 };

/** The kind comes from the versions; the number does not wait for it. */
export function Champion({ row }: { row: Deployment }) {
  const versions = useQuery(versionsQuery(row.name)).data?.versions ?? [];
  const kind = kindOf(versions, row.champion);
  return (
    <>
      {row.champion}
      {kind !== undefined && (
        <>
          {' '}
          <Own text={kind} max={24} />
        </>
      )}
    </>
  );
}

/** Shows something of the log of one that decides; the others have none, and the server refuses to be asked for it. */
export function OfLog({ row, children }: { row: Deployment; children: ReactNode }) {
  return <>{decides(row) ? children : '–'}</>;
}

/** Shows something of how models and programs answered; policies answer with decisions. */
export function OfAnswers({ row, children }: { row: Deployment; children: ReactNode }) {
  return <>{decides(row) ? '–' : children}</>;
}

export function Requests({ name }: { name: string }) {
  const served = useServed(name, listPace).data;
  return <Num value={served === undefined ? null : requestsOf(served)} />;
}

export function Median({ name }: { name: string }) {
  const served = useServed(name, listPace).data;
  return <Latency seconds={served === undefined ? null : medianOf(served)} />;
}

/** Only rows in view ask for their books, so a long list costs no more than a short one. */
export function Decisions({ name }: { name: string }) {
  return <Num value={useQuery(booksQuery(name)).data?.decisions} />;
}

export function Joined({ name }: { name: string }) {
  const books = useQuery(booksQuery(name)).data;
  const share = books === undefined ? null : joinedShare(books);
  return <>{share === null ? '–' : roughly(share)}</>;
}

export function HourReward({ name }: { name: string }) {
  const figures = useQuery(figuresQuery(name, hour.seconds, hour.buckets)).data;
  const average = figures === undefined ? null : averageOf(figures);
  if (figures === undefined || average === null) return <>–</>;
  return (
    <span className={classes.reward}>
      <Sparkline values={figures.buckets.map((bucket) => bucket.reward)} width={72} label="Reward in the last hour" />
      <Num value={average} />
    </span>
  );
}
