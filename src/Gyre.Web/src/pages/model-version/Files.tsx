import { useQuery } from '@tanstack/react-query';
import { filesQuery, type VersionFile, versionFileUrl } from '@/formats/mlflow/registry';
import { Bytes, Empty, Failure, Icon, Loading, Own, Preview, Section, useSearchState } from '@/kit';
import { crumbsOf, baseName } from './paths';
import classes from './version.module.css';

const order = new Intl.Collator('en', { numeric: true });

/** The files of a version, one folder at a time, with a preview of the one that is chosen. Both stand in the address. */
export function Files({ name, version }: { name: string; version: string }) {
  const [state, setState] = useSearchState({ path: '', file: '' });
  const { data, error, refetch } = useQuery(filesQuery(name, version, state.path));
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  if (data.elsewhere !== null) {
    return (
      <Empty
        title="The files are in another store"
        hint={
          <>
            This server cannot list them: <Own text={data.elsewhere} />
          </>
        }
      />
    );
  }
  const files = [...data.files].sort(
    (a, b) => Number(b.isFolder) - Number(a.isFolder) || order.compare(a.path, b.path),
  );
  const chosen = files.find((file) => file.path === state.file && !file.isFolder);
  return (
    <div className={classes.files}>
      <nav aria-label="Files">
        <ol className={classes.crumbs}>
          {crumbsOf(state.path).map((crumb, index, all) => (
            <li key={crumb.path}>
              <button
                type="button"
                className={classes.crumb}
                aria-current={index === all.length - 1 ? 'page' : undefined}
                onClick={() => setState({ path: crumb.path, file: '' }, { push: true })}
              >
                {crumb.name === '' ? 'All files' : <Own text={crumb.name} max={24} />}
              </button>
            </li>
          ))}
        </ol>
        {files.length === 0 && (
          <p className={classes.note}>{state.path === '' ? 'This version has no files.' : 'This folder is empty.'}</p>
        )}
        <ul className={classes.list}>
          {files.map((file) => (
            <li key={file.path}>
              <File
                file={file}
                isChosen={file.path === state.file}
                onChoose={() =>
                  setState(file.isFolder ? { path: file.path, file: '' } : { file: file.path }, { push: file.isFolder })
                }
              />
            </li>
          ))}
        </ul>
      </nav>
      <div className={classes.preview}>
        {chosen === undefined ? (
          <p className={classes.note}>Choose a file to look at it.</p>
        ) : (
          <Section title={<Own text={chosen.path} />}>
            <Preview
              key={chosen.path}
              url={versionFileUrl(name, version, chosen.path)}
              name={chosen.path}
              {...(chosen.size === null ? {} : { size: chosen.size })}
            />
          </Section>
        )}
      </div>
    </div>
  );
}

function File({ file, isChosen, onChoose }: { file: VersionFile; isChosen: boolean; onChoose: () => void }) {
  return (
    <button type="button" className={classes.file} aria-current={isChosen ? 'true' : undefined} onClick={onChoose}>
      <Icon name={file.isFolder ? 'folder' : 'file'} size={14} />
      <Own text={baseName(file.path)} />
      {file.size !== null && <Bytes value={file.size} />}
    </button>
  );
}
