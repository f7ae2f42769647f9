import type {
  ConfigureRequest,
  Deployment,
  Evidence,
  Figures,
  PromoteRequest,
  RollBackRequest,
  RouteChange,
} from '@/api/deployments';
import { cliOf, csharpOf, csText, curlOf } from '@/kit/commands';
import { toNumber } from '@/kit/format';
import { madeChampion } from './route';

export const longestReason = 2000;
const longestMetric = 250;
const mostRoutes = 16;

/** A metric that speaks for a change, as it is typed. */
export interface EvidenceText {
  metric: string;
  before: string;
  value: string;
}

export const noEvidence: EvidenceText = { metric: '', before: '', value: '' };

function finite(text: string): number | null {
  const number = toNumber(text);
  return number === null || !Number.isFinite(number) ? null : number;
}

/** What is wrong with a metric, in words; null when it can be sent. */
export function evidenceProblem({ metric, before, value }: EvidenceText): string | null {
  if (metric.trim() === '') return 'Name the metric.';
  if (metric.trim().length > longestMetric) return `A metric has at most ${longestMetric} characters.`;
  if (finite(value) === null) return 'Its value must be a number.';
  return before.trim() !== '' && finite(before) === null ? 'The value before must be a number, or empty.' : null;
}

export function evidenceOf(rows: readonly EvidenceText[]): Evidence[] {
  return rows
    .filter((row) => evidenceProblem(row) === null)
    .map(({ metric, before, value }) => ({
      metric: metric.trim(),
      value: finite(value) ?? 0,
      ...(before.trim() === '' ? {} : { before: finite(before) }),
    }));
}

/** The average rewards of a window as evidence for one version over another; null where they are not known. */
export function rewardEvidence(figures: Figures | undefined, version: number, champion: number): EvidenceText | null {
  const reward = (one: number) => figures?.versions.find((row) => row.version === one)?.reward ?? null;
  const value = reward(version);
  const before = reward(champion);
  if (value === null) return null;
  return { metric: 'average_reward', value: String(value), before: before === null ? '' : String(before) };
}

/** The version that a rollback lets serve again; null where the changes at hand do not tell. */
export function rollBackTo({ champion }: Deployment, changes: readonly RouteChange[]): number | null {
  const made = madeChampion(champion, changes);
  return made?.kind === 'promoted' ? (made.from_version ?? null) : null;
}

/** Canaries by version with their shares in percent as they are typed, and shadows. */
export interface Draft {
  canaries: readonly { version: number; percent: string }[];
  shadows: readonly number[];
}

export function draftOf({ canaries, shadows }: Deployment): Draft {
  return {
    canaries: canaries.map(({ version, share }) => ({
      version,
      percent: String(Number((share * 100).toPrecision(12))),
    })),
    shadows,
  };
}

/** What is wrong with the shares, in words; null when they can be sent. */
export function draftProblem({ canaries, shadows }: Draft): string | null {
  if (canaries.length > mostRoutes || shadows.length > mostRoutes)
    return `There can be at most ${mostRoutes} canaries and ${mostRoutes} shadows.`;
  let sum = 0;
  for (const { version, percent } of canaries) {
    const share = finite(percent);
    if (share === null || share <= 0 || share >= 100)
      return `The share of version ${version} must be above 0% and below 100%.`;
    sum += share;
  }
  return sum >= 100 ? 'The shares of the canaries must be below 100% together, so that the champion has one.' : null;
}

export function configureRequest(draft: Draft, reason: string): ConfigureRequest {
  return {
    canaries: draft.canaries.map(({ version, percent }) => ({
      version,
      share: Number(((finite(percent) ?? 0) / 100).toPrecision(12)),
    })),
    shadows: [...draft.shadows],
    ...reasonOf(reason),
  };
}

/** The champion that the reader sees is expected: whoever was quicker is not overruled unseen. */
export function promoteRequest(
  version: number,
  champion: number,
  reason: string,
  evidence: readonly Evidence[],
): PromoteRequest {
  return {
    version,
    expected: champion,
    ...reasonOf(reason),
    ...(evidence.length === 0 ? {} : { evidence: [...evidence] }),
  };
}

export function rollBackRequest(reason: string, evidence: readonly Evidence[]): RollBackRequest {
  return { ...reasonOf(reason), ...(evidence.length === 0 ? {} : { evidence: [...evidence] }) };
}

function reasonOf(reason: string): { reason?: string } {
  return reason.trim() === '' ? {} : { reason: reason.trim() };
}

export interface Commands {
  curl: string;
  csharp: string;
  cli?: string;
}

const pathOf = (name: string, act: string) => `/api/v1/deployments/${encodeURIComponent(name)}/${act}`;

function causeText({ reason, evidence }: { reason?: string | null; evidence?: readonly Evidence[] | null }): string[] {
  const metrics = (evidence ?? []).map(({ metric, value, before }) => {
    const earlier = before == null ? '' : `, Before = ${before}`;
    return `new AliasEvidenceInfo { Metric = ${csText(metric)}, Value = ${value}${earlier} }`;
  });
  return [
    ...(reason == null ? [] : [`Reason = ${csText(reason)}`]),
    ...(metrics.length === 0 ? [] : [`Evidence = [${metrics.join(', ')}]`]),
  ];
}

function call(method: string, type: string, name: string, parts: readonly string[]): string {
  const body = parts.length === 0 ? `new ${type}()` : `new ${type} { ${parts.join(', ')} }`;
  return csharpOf(`var result = await api.Deployments.${method}(${csText(name)}, ${body});`);
}

/** The command line takes no evidence: only the reason goes with it. */
export function promoteCommands(name: string, body: PromoteRequest): Commands {
  const expected = body.expected == null ? [] : [`Expected = ${body.expected}`];
  return {
    cli: cliOf('deploy', [name], { version: body.version, reason: body.reason ?? null }),
    curl: curlOf('POST', pathOf(name, 'promote'), body),
    csharp: call('PromoteAsync', 'PromoteRequest', name, [
      `Version = ${body.version}`,
      ...expected,
      ...causeText(body),
    ]),
  };
}

export function rollBackCommands(name: string, body: RollBackRequest): Commands {
  return {
    cli: cliOf('rollback', [name], { reason: body.reason ?? null }),
    curl: curlOf('POST', pathOf(name, 'rollback'), body),
    csharp: call('RollBackAsync', 'RollBackRequest', name, causeText(body)),
  };
}

/** There is no command for versions that are there already. */
export function configureCommands(name: string, body: ConfigureRequest): Commands {
  const canaries = (body.canaries ?? []).map(
    ({ version, share }) => `new CanaryInfo { Version = ${version}, Share = ${share} }`,
  );
  return {
    curl: curlOf('PUT', pathOf(name, 'route'), body),
    csharp: call('ConfigureAsync', 'ConfigureDeploymentRequest', name, [
      `Canaries = [${canaries.join(', ')}]`,
      `Shadows = [${(body.shadows ?? []).join(', ')}]`,
      ...causeText({ reason: body.reason ?? null }),
    ]),
  };
}
