import type { Books, Canary, Deployment, DeploymentVersion, Figures, Served } from '@/api/deployments';
import { formatNumber } from '@/kit/format';

/** A deployment with what is known of its log or its answers, for the export. */
export interface Row extends Deployment {
  books?: Books;
  hour?: Figures;
  kind?: string;
  served?: Served;
}

/** Of 0.1: "10%". */
export function percent(share: number): string {
  return `${formatNumber(share * 100)}%`;
}

/** Of two thirds: "66.7%". For what is counted; what a person chose is shown as it was chosen. */
export function roughly(share: number): string {
  const made = Number(share.toPrecision(3));
  // Nearly all is not all.
  return percent(share < 1 && made === 1 ? 0.999 : made);
}

/** "5 (10%), 6 (5%)". */
export function canaryWords(canaries: readonly Canary[]): string {
  return canaries.map(({ version, share }) => `${version} (${percent(share)})`).join(', ');
}

/** Of the decisions whose wait is over, the share that has a reward; null when there is none. */
export function joinedShare({ joined, defaulted }: Pick<Books, 'joined' | 'defaulted'>): number | null {
  const settled = joined + defaulted;
  return settled === 0 ? null : joined / settled;
}

/** The average reward of a window: of its settled decisions, whichever part of it they are in. */
export function averageOf({ buckets }: Pick<Figures, 'buckets'>): number | null {
  let [sum, settled] = [0, 0];
  for (const bucket of buckets) {
    if (bucket.reward === null || bucket.settled === 0) continue;
    sum += bucket.reward * bucket.settled;
    settled += bucket.settled;
  }
  return settled === 0 ? null : sum / settled;
}

export function kindOf(versions: readonly DeploymentVersion[], version: number): string | undefined {
  return versions.find((one) => one.version === version)?.kind;
}
