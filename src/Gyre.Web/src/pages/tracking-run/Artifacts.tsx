import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrackingRun } from '@/api/tracking';
import { type ArtifactFile, artifactsQuery, artifactUrl, baseName, foldersAbove } from '@/formats/mlflow/artifacts';
import { Bytes, Empty, Failure, Icon, Loading, Own, Preview, useSearchState } from '@/kit';
import { Refresh } from '../experiment/Refresh';
import classes from './TrackingRun.module.css';
import { ModelFile } from './ModelFile';
import { Register } from './Register';

/** The files of a run: a tree beside the one that is chosen. */
export function Artifacts({ run }: { run: TrackingRun }) {
  const [state, setState] = useSearchState({ path: '' });
  const client = useQueryClient();
  const root = useQuery(artifactsQuery(run.id, ''));
  if (root.isError) return <Failure error={root.error} onRetry={() => void root.refetch()} />;
  if (root.data === undefined) return <Loading />;
  if (root.data.files.length === 0) {
    return (
      <Empty
        title="This run has no artifacts"
        hint="Log files with any MLflow client."
        commands={['python -c "import mlflow; mlflow.log_artifact(\'plot.png\')"']}
      />
    );
  }
  return (
    <div className={classes.artifacts}>
      <nav className={classes.files} aria-label="Artifacts">
        <Refresh
          onRefresh={() => void client.invalidateQueries({ queryKey: ['tracking-run', run.id, 'artifacts'] })}
          busy={root.isFetching}
        />
        <Files
          run={run.id}
          files={root.data.files}
          chosen={state.path}
          onChoose={(path) => setState({ path }, { push: true })}
        />
      </nav>
      <div className={classes.preview}>
        {state.path === '' ? (
          <p className={classes.dim}>Choose a file to look at.</p>
        ) : (
          <Chosen key={state.path} run={run} path={state.path} />
        )}
      </div>
    </div>
  );
}

interface FilesProps {
  run: string;
  files: readonly ArtifactFile[];
  chosen: string;
  onChoose: (path: string) => void;
}

function Files({ run, files, chosen, onChoose }: FilesProps) {
  return (
    <ul className={classes.tree}>
      {files.map((file) =>
        file.isFolder ? (
          <Folder key={file.path} run={run} path={file.path} chosen={chosen} onChoose={onChoose} />
        ) : (
          <li key={file.path}>
            <button
              type="button"
              className={classes.file}
              aria-current={file.path === chosen ? 'true' : undefined}
              onClick={() => onChoose(file.path)}
            >
              <Icon name="file" size={14} />
              <Own text={baseName(file.path)} />
              <span className={classes.dim}>
                <Bytes value={file.size} />
              </span>
            </button>
          </li>
        ),
      )}
    </ul>
  );
}

function Folder({ run, path, chosen, onChoose }: Omit<FilesProps, 'files'> & { path: string }) {
  // Folders above the chosen file are open from the start, so that a link shows its place.
  const [open, setOpen] = useState(() => foldersAbove(`${chosen}/x`).includes(path));
  const result = useQuery({ ...artifactsQuery(run, path), enabled: open });
  return (
    <li>
      <button
        type="button"
        className={classes.file}
        aria-expanded={open}
        aria-current={path === chosen ? 'true' : undefined}
        onClick={() => {
          setOpen(!open);
          if (!open) onChoose(path);
        }}
      >
        <Icon name={open ? 'down' : 'right'} size={12} />
        <Icon name="folder" size={14} />
        <Own text={baseName(path)} />
      </button>
      {open && result.isError && <Failure error={result.error} onRetry={() => void result.refetch()} />}
      {open && result.isPending && <p className={classes.dim}>Loading</p>}
      {open && result.data !== undefined && (
        <div className={classes.inside}>
          <Files run={run} files={result.data.files} chosen={chosen} onChoose={onChoose} />
        </div>
      )}
    </li>
  );
}

/** A file with its preview, or a folder with what it is. */
function Chosen({ run, path }: { run: TrackingRun; path: string }) {
  const listed = useQuery(artifactsQuery(run.id, path));
  if (listed.data === undefined) return listed.isError ? <Failure error={listed.error} /> : <Loading />;
  const { files, root } = listed.data;
  const isFolder = files.length > 0;
  const isModel = files.some((file) => baseName(file.path) === 'MLmodel');
  const address = `${root}/${path}`;
  return (
    <>
      <header className={classes.chosen}>
        <h2>
          <Own text={path} />
        </h2>
        {isFolder && <Register run={run} source={address} modelId={null} suggested={isModel ? baseName(path) : ''} />}
      </header>
      {isFolder ? (
        <>
          <p className={classes.dim}>
            {files.length} {files.length === 1 ? 'entry' : 'entries'} in this folder.{isModel && ' It holds a model.'}
          </p>
          {isModel && <ModelFile url={artifactUrl(run.id, `${path}/MLmodel`)} />}
        </>
      ) : (
        <>
          {baseName(path) === 'MLmodel' && <ModelFile url={artifactUrl(run.id, path)} />}
          <Preview url={artifactUrl(run.id, path)} name={path} />
        </>
      )}
    </>
  );
}
