import { paths } from '@/app/nav';
import type { IconName } from '@/kit/icons';

/** What a kind of thing is called, one and many. */
export function wordOfKind(kind: string): [one: string, many: string] {
  return Object.hasOwn(words, kind) ? (words[kind] as [string, string]) : [kind, `${kind}s`];
}

const words: Record<string, [string, string]> = {
  run: ['tracking run', 'tracking runs'],
  'logged-model': ['logged model', 'logged models'],
  'model-version': ['model version', 'model versions'],
  dataset: ['dataset', 'datasets'],
  'pipeline-run': ['run', 'runs'],
  'node-run': ['node run', 'node runs'],
  artifact: ['file', 'files'],
};

const icons: Record<string, IconName> = {
  run: 'chart',
  'logged-model': 'file',
  'model-version': 'model',
  dataset: 'cache',
  'pipeline-run': 'run',
  'node-run': 'dot',
  artifact: 'file',
  more: 'more',
};

export function iconOfKind(kind: string): IconName {
  return Object.hasOwn(icons, kind) ? (icons[kind] as IconName) : 'file';
}

/** "NAME/VERSION": names hold no slash. */
function versionParts(id: string): { name: string; version: string } {
  const slash = id.lastIndexOf('/');
  return slash < 0 ? { name: id, version: '' } : { name: id.slice(0, slash), version: id.slice(slash + 1) };
}

/** "RUN/PATH": paths of nodes may hold slashes. */
function nodeParts(id: string): { run: string; node: string } {
  const slash = id.indexOf('/');
  return slash < 0 ? { run: id, node: '' } : { run: id.slice(0, slash), node: id.slice(slash + 1) };
}

/** The page of a thing; null where it has none but its lineage. */
export function pageOf(kind: string, id: string): string | null {
  switch (kind) {
    case 'run':
      return paths.trackingRun(id);
    case 'model-version': {
      const { name, version } = versionParts(id);
      return version === '' ? paths.model(name) : paths.modelVersion(name, version);
    }
    case 'pipeline-run':
      return paths.run(id);
    case 'node-run': {
      const { run, node } = nodeParts(id);
      return paths.run(run, { node });
    }
    default:
      return null;
  }
}

/** What people call it: its name, with the version of a model, else its id. */
export function titleOf(kind: string, id: string, name: string): string {
  if (kind === 'model-version') {
    const { name: model, version } = versionParts(id);
    return version === '' ? model : `${model} version ${version}`;
  }
  if (kind === 'node-run') return nodeParts(id).node || id;
  return name === '' ? id : name;
}
