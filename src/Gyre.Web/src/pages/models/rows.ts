import type { RegisteredModel } from '@/formats/mlflow/registry';

/** The newest version that a model has; null when it has none. */
export function latestVersion({ latest }: Pick<RegisteredModel, 'latest'>): string | null {
  const numbers = latest.map((version) => Number(version.version)).filter((number) => Number.isSafeInteger(number));
  return numbers.length === 0 ? null : String(numbers.reduce((a, b) => Math.max(a, b)));
}

/** "Production 3, Staging 5": the newest version of each stage that is one. */
export function stagesOf({ latest }: Pick<RegisteredModel, 'latest'>): string {
  const rank = ['Production', 'Staging', 'Archived'];
  return latest
    .filter((version) => rank.includes(version.stage))
    .sort((a, b) => rank.indexOf(a.stage) - rank.indexOf(b.stage))
    .map((version) => `${version.stage} ${version.version}`)
    .join(', ');
}

/** The server's order for a sorted column; by name without one. */
export function orderOf(sort: string): string {
  switch (sort) {
    case '-name':
      return 'name DESC';
    case 'updated':
      return 'last_updated_timestamp ASC';
    case '-updated':
      return 'last_updated_timestamp DESC';
    default:
      return 'name ASC';
  }
}

/** What is wrong with the name of a new model, in words; null when the server will take it. */
export function nameProblem(name: string): string | null {
  if (name.trim() === '') return 'Enter a name.';
  if (/[/:]/.test(name)) return 'A name cannot contain / or :';
  if (name === '.' || name.startsWith('..')) return 'A name cannot begin with two dots or be one.';
  return name.length > 500 ? 'A name has at most 500 characters.' : null;
}
