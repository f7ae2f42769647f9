import type { Alias, AliasChange, CatalogFile } from '@/api/catalog';
import type { Field, Filters } from '@/kit';

export const filterKeys = ['project', 'text'] as const;

/** More names than this are typed, not picked. */
const mostOptions = 30;

export function fieldsOf(aliases: readonly Alias[]): Field[] {
  const projects = [...new Set(aliases.map((alias) => alias.project))].sort();
  return [
    { key: 'project', label: 'Project', ...(projects.length <= mostOptions ? { options: projects } : {}) },
    { key: 'text', label: 'Text', placeholder: 'Alias, file, node or digest' },
  ];
}

export function filterAliases(aliases: readonly Alias[], filters: Filters): Alias[] {
  const project = filters['project'] ?? '';
  const text = (filters['text'] ?? '').trim().toLowerCase();
  return aliases.filter(
    (alias) =>
      (project === '' || alias.project === project) && (text === '' || searched(alias).toLowerCase().includes(text)),
  );
}

function searched({ name, project, file }: Alias): string {
  return [name, project, file?.path, file?.node, file?.digest, file?.run_id].join('\n');
}

/** A project and an alias as one key; neither can contain a line break. */
export function keyOf(alias: Pick<Alias, 'project' | 'name'>): string {
  return `${alias.project}\n${alias.name}`;
}

/** Changes have no id of their own: the moment and the file tell them apart. */
export function changeKey(change: AliasChange): string {
  return `${change.changed_at} ${change.file?.id ?? ''}`;
}

/** The change that the address asks for; the newest without one, or when it is not there any more. */
export function changeAt(changes: readonly AliasChange[], at: string): AliasChange | undefined {
  return changes.find((change) => changeKey(change) === at) ?? changes[0];
}

export interface HistoryRow {
  change: AliasChange;
  isNow: boolean;
  /** How much bigger the file is than the one before; null when that cannot be said. */
  growth: number | null;
  /** Whether the bytes are those that it pointed to before. */
  same: boolean;
}

/** Changes, newest first, each beside the one before it. */
export function historyRows(changes: readonly AliasChange[]): HistoryRow[] {
  return changes.map((change, index) => {
    const before = changes[index + 1]?.file ?? null;
    const file = change.file ?? null;
    return {
      change,
      isNow: index === 0,
      growth: file === null || before === null ? null : file.size - before.size,
      same: file !== null && before !== null && file.digest === before.digest,
    };
  });
}

/** What an input of a step writes to get the file. */
export function datumUri(alias: string): string {
  return `datum://${alias}`;
}

/** The last part of a path, for a download. */
export function baseName(file: CatalogFile): string {
  return file.path.split('/').at(-1) ?? file.path;
}
