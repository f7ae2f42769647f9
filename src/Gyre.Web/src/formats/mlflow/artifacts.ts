import { queryOptions } from '@tanstack/react-query';
import { urlOf } from '@/api/client';
import { mlflow } from './client';

export interface ArtifactFile {
  /** Relative to the root of the run's artifacts. */
  path: string;
  isFolder: boolean;
  size: number;
}

interface WireFile {
  path: string;
  is_dir?: boolean;
  file_size?: number;
}

/** Folders first, then by name, numbers by their value. */
export function sortFiles(files: readonly ArtifactFile[]): ArtifactFile[] {
  const order = new Intl.Collator('en', { numeric: true });
  return [...files].sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || order.compare(a.path, b.path));
}

interface Folder {
  /** The address of the root of the run's artifacts. */
  root: string;
  files: ArtifactFile[];
}

async function listFolder(run: string, path: string, signal: AbortSignal): Promise<Folder> {
  const answer = await mlflow<{ root_uri?: string; files?: WireFile[] }>(
    'GET',
    'artifacts/list',
    { run_id: run, path },
    { signal },
  );
  const files = (answer.files ?? []).map((file) => ({
    path: file.path,
    isFolder: file.is_dir === true,
    size: file.file_size ?? 0,
  }));
  return { root: answer.root_uri ?? '', files: sortFiles(files) };
}

/** One level of the artifacts of a run; '' is the root. */
export function artifactsQuery(run: string, path: string) {
  return queryOptions({
    queryKey: ['tracking-run', run, 'artifacts', path],
    queryFn: ({ signal }) => listFolder(run, path, signal),
  });
}

/** The address of one file of a run. */
export function artifactUrl(run: string, path: string): string {
  return urlOf('/get-artifact', { run_id: run, path });
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folders above a path, outermost first: "a/b/c.txt" lies in "a" and "a/b". */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

const mostFolders = 50;

/** All files of a run; `cut` when there were more folders than are looked into. */
export function allArtifactsQuery(run: string) {
  return queryOptions({
    queryKey: ['tracking-run', run, 'all-artifacts'],
    queryFn: async ({ signal }) => {
      const files: ArtifactFile[] = [];
      const folders = [''];
      for (let at = 0; at < folders.length && at < mostFolders; at++) {
        const listed = await listFolder(run, folders[at] ?? '', signal);
        folders.push(...listed.files.filter((file) => file.isFolder).map((file) => file.path));
        files.push(...listed.files.filter((file) => !file.isFolder));
      }
      return { files, cut: folders.length > mostFolders };
    },
  });
}
