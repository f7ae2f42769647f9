/** The addresses of the pages, as paths below the base path. Every part from outside is encoded here and nowhere else. */
const part = encodeURIComponent;

function search(values: Record<string, string | number | null | undefined>): string {
  const made = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') made.set(key, String(value));
  }
  const text = made.toString();
  return text === '' ? '' : `?${text}`;
}

type Search = Record<string, string | number | null | undefined>;

export const paths = {
  home: () => '/',
  runs: (values: Search = {}) => `/runs${search(values)}`,
  run: (run: string, values: Search = {}) => `/runs/${part(run)}${search(values)}`,
  cycles: (values: Search = {}) => `/cycles${search(values)}`,
  cycle: (cycle: string, values: Search = {}) => `/cycles/${part(cycle)}${search(values)}`,
  plans: (values: Search = {}) => `/plans${search(values)}`,
  plan: (run: string, values: Search = {}) => `/plans/${part(run)}${search(values)}`,
  tracking: (values: Search = {}) => `/tracking${search(values)}`,
  experiment: (experiment: string, values: Search = {}) => `/tracking/experiments/${part(experiment)}${search(values)}`,
  trackingRun: (run: string, values: Search = {}) => `/tracking/runs/${part(run)}${search(values)}`,
  compare: (runs: readonly string[], values: Search = {}) =>
    `/tracking/compare${search({ runs: runs.join(','), ...values })}`,
  models: (values: Search = {}) => `/models${search(values)}`,
  model: (name: string, values: Search = {}) => `/models/${part(name)}${search(values)}`,
  modelVersion: (name: string, version: string | number, values: Search = {}) =>
    `/models/${part(name)}/${part(String(version))}${search(values)}`,
  traces: (values: Search = {}) => `/traces${search(values)}`,
  trace: (trace: string, values: Search = {}) => `/traces/${part(trace)}${search(values)}`,
  triggers: (values: Search = {}) => `/triggers${search(values)}`,
  trigger: (trigger: string, values: Search = {}) => `/triggers/${part(trigger)}${search(values)}`,
  deployments: (values: Search = {}) => `/deployments${search(values)}`,
  deployment: (name: string, values: Search = {}) => `/deployments/${part(name)}${search(values)}`,
  decisions: (name: string, values: Search = {}) => `/deployments/${part(name)}/decisions${search(values)}`,
  workbench: (name: string, values: Search = {}) => `/deployments/${part(name)}/workbench${search(values)}`,
  notifications: (values: Search = {}) => `/notifications${search(values)}`,
  cache: (values: Search = {}) => `/cache${search(values)}`,
  catalog: (values: Search = {}) => `/catalog${search(values)}`,
  datasets: (values: Search = {}) => `/datasets${search(values)}`,
  dataset: (project: string, name: string, values: Search = {}) =>
    `/datasets/${part(project)}/${part(name)}${search(values)}`,
  components: (values: Search = {}) => `/components${search(values)}`,
  lineage: (kind: string, id: string, values: Search = {}) => `/lineage/${part(kind)}/${part(id)}${search(values)}`,
  settings: (tab?: string) => `/settings${search({ tab })}`,
  signIn: (next?: string) => `/sign-in${search({ next })}`,
};
