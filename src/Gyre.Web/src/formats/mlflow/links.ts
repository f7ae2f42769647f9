import { paths } from '@/app/nav';

/**
 * Where an address of MLflow's pages leads here. They keep everything behind '#': `#/experiments/1/runs/ID`. Null when
 * the text is not such an address, or names something that has no page here.
 */
export function mlflowLink(hash: string): string | null {
  if (!hash.startsWith('#/')) return null;
  const [path = '', ...rest] = hash.slice(1).split('?');
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  // Such a part would climb out of its place in the new address.
  if (parts.some((part) => part === '.' || part === '..')) return null;
  const query = new URLSearchParams(rest.join('?'));
  const [first, ...others] = parts[0] === 'workspaces' ? parts.slice(2) : parts;
  switch (first) {
    case undefined:
      return paths.tracking();
    case 'experiments':
      return experimentLink(others, query);
    case 'runs':
      return others[0] === undefined ? paths.tracking() : runLink(others[0], others.slice(1));
    case 'compare-runs':
      return compareLink(list(query.get('runs')));
    case 'compare-experiments':
      return list(query.get('experiments')).length === 1
        ? paths.experiment(list(query.get('experiments'))[0] ?? '')
        : paths.tracking();
    case 'metric':
      return metricLink(others, query);
    case 'models':
      return modelLink(others);
    case 'compare-model-versions':
      return compareVersionsLink(query);
    case 'prompts':
      return others[0] === undefined ? paths.models() : paths.model(others[0]);
    case 'traces':
      return others[0] === undefined ? paths.traces() : paths.trace(others[0]);
    case 'settings':
      return paths.settings();
    default:
      return null;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Somebody typed "100%": it is meant as it stands.
    return part;
  }
}

function experimentLink(parts: readonly string[], query: URLSearchParams): string {
  const [experiment, second, third, ...tab] = parts;
  const [trace] = list(query.get('selectedEvaluationId') ?? query.get('selectedTraceId'));
  if (trace !== undefined) return paths.trace(trace);
  if (experiment === undefined) return paths.tracking();
  if (second === 'runs' && third !== undefined) return runLink(third, tab);
  if (second === 'models' && third !== undefined) return paths.lineage('logged-model', third);
  if (second === 'traces') return third === undefined ? paths.traces({ experiment }) : paths.trace(third);
  return paths.experiment(experiment, { filter: query.get('searchFilter') });
}

function runLink(run: string, tab: readonly string[]): string {
  switch (tab[0]) {
    case 'artifacts':
    case 'artifactPath':
      return paths.trackingRun(run, { tab: 'artifacts', path: tab.slice(1).join('/') });
    case 'model-metrics':
      return paths.trackingRun(run, { tab: 'curves' });
    case 'system-metrics':
      return paths.trackingRun(run, { tab: 'system' });
    default:
      return paths.trackingRun(run);
  }
}

function compareLink(runs: readonly string[]): string {
  if (runs.length === 0) return paths.tracking();
  return runs.length === 1 ? paths.trackingRun(runs[0] ?? '') : paths.compare(runs);
}

function metricLink(parts: readonly string[], query: URLSearchParams): string {
  const runs = list(query.get('runs'));
  if (runs.length > 1) return paths.compare(runs, { tab: 'charts' });
  if (runs.length === 0) return paths.tracking();
  // Older addresses have the key in the path, newer ones in the query as JSON text.
  const key = parts.join('/') || (json(query.get('metric')) ?? '');
  return paths.trackingRun(runs[0] ?? '', { tab: 'curves', metric: typeof key === 'string' ? key : null });
}

function modelLink(parts: readonly string[]): string {
  const [name, second, version] = parts;
  if (name === undefined) return paths.models();
  return second === 'versions' && version !== undefined ? paths.modelVersion(name, version) : paths.model(name);
}

/** `?name="churn"&runs={"RUN":"1","RUN2":"2"}`: versions stand as the values. */
function compareVersionsLink(query: URLSearchParams): string {
  const name = json(query.get('name'));
  if (typeof name !== 'string' || name === '') return paths.models();
  const runs = json(query.get('runs'));
  const versions =
    runs !== null && typeof runs === 'object' && !Array.isArray(runs)
      ? Object.values(runs).filter((one): one is string => typeof one === 'string' && /^\d+$/.test(one))
      : [];
  const [left, right] = versions;
  if (left === undefined || right === undefined) return paths.model(name);
  return paths.model(name, { tab: 'compare', left, right });
}

function json(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** The comparison takes as many. */
const mostRuns = 1000;

/** A JSON list of texts, or one text. */
function list(text: string | null): string[] {
  const value = json(text);
  const all = Array.isArray(value) ? value : value === null || value === '' ? [] : [value];
  return all
    .map((one: unknown) => (typeof one === 'number' ? String(one) : one))
    .filter((one): one is string => typeof one === 'string' && one !== '' && one !== '.' && one !== '..')
    .slice(0, mostRuns);
}
