import type { Deployment, DeploymentVersion, FigureVersion, RouteChange } from '@/api/deployments';
import { own, type Piece, say } from '@/pages/cycle/pieces';
import { kindOf, percent } from '@/pages/deployments/rows';
import { verbOf } from '@/pages/deployments/served';

export type Role = 'champion' | 'canary' | 'shadow' | 'idle';
type Route = Pick<Deployment, 'champion' | 'canaries' | 'shadows'>;

export function roleOf(route: Route, version: number): Role {
  if (version === route.champion) return 'champion';
  if (route.canaries.some((canary) => canary.version === version)) return 'canary';
  return route.shadows.includes(version) ? 'shadow' : 'idle';
}

/** The share of the decisions or requests that the version has; the champion has what canaries leave. */
export function shareOf(route: Route, version: number): number {
  if (version !== route.champion) return route.canaries.find((canary) => canary.version === version)?.share ?? 0;
  // Sums of shares such as 0.1 and 0.2 have a rest of 1e-17, which nobody asked for.
  const left = 1 - route.canaries.reduce((sum, canary) => sum + canary.share, 0);
  return Math.max(0, Math.round(left * 1e9) / 1e9);
}

/** A version and what it does now. */
export interface RoutedVersion extends DeploymentVersion {
  role: Role;
  share: number;
}

export interface VersionRow extends RoutedVersion {
  figures: FigureVersion | undefined;
}

const ranks: readonly Role[] = ['champion', 'canary', 'shadow', 'idle'];

/** What serves first, then the rest, the newest first. */
export function routedVersions(route: Route, versions: readonly DeploymentVersion[]): RoutedVersion[] {
  const rows = versions.map((version) => ({
    ...version,
    role: roleOf(route, version.version),
    share: shareOf(route, version.version),
  }));
  return rows.sort((a, b) => ranks.indexOf(a.role) - ranks.indexOf(b.role) || b.version - a.version);
}

export function versionRows(
  route: Route,
  versions: readonly DeploymentVersion[],
  figures: readonly FigureVersion[] = [],
): VersionRow[] {
  return routedVersions(route, versions).map((row) => ({
    ...row,
    figures: figures.find((one) => one.version === row.version),
  }));
}

/** The change that made the champion the champion; null when it is older than what is kept at hand. */
export function madeChampion(champion: number, changes: readonly RouteChange[]): RouteChange | null {
  return changes.find((one) => one.kind !== 'configured' && one.to_version === champion) ?? null;
}

/** What serves and why, in one sentence. `since` writes a time in the reader's way. */
export function sentenceOf(
  deployment: Deployment,
  versions: readonly DeploymentVersion[],
  changes: readonly RouteChange[],
  since: (at: string) => string,
): Piece[] {
  const { champion, canaries, shadows } = deployment;
  const kind = kindOf(versions, champion);
  const made = madeChampion(champion, changes);
  return say`Version ${champion}${kind === undefined ? null : say` (${own(kind)})`} serves${
    made === null ? null : whenOf(made, since)
  }${whyOf(made)}${canaries.length === 0 ? null : `; ${canariesText(canaries)}`}${
    shadows.length === 0 ? null : `; ${shadowsText(shadows, verbOf(deployment))}`
  }.`;
}

function whenOf(made: RouteChange, since: (at: string) => string): string {
  return `${made.kind === 'rolled-back' ? ' again' : ''} since ${since(made.at)}`;
}

function whyOf(made: RouteChange | null): Piece[] {
  const reason = made?.reason?.trim().replace(/\.$/, '') ?? '';
  if (reason !== '') return say` because “${own(reason)}”`;
  return made?.kind === 'created' ? say` as the first version` : [];
}

function canariesText(canaries: Deployment['canaries']): string {
  const [first] = canaries;
  if (canaries.length === 1 && first !== undefined) return `version ${first.version} gets ${percent(first.share)}`;
  return `${joined(canaries.map(({ version, share }) => `version ${version} gets ${percent(share)}`))}`;
}

function shadowsText(shadows: readonly number[], { one, many }: ReturnType<typeof verbOf>): string {
  return shadows.length === 1
    ? `version ${shadows[0] ?? 0} ${one} in the shadow`
    : `versions ${joined(shadows.map(String))} ${many} in the shadow`;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
