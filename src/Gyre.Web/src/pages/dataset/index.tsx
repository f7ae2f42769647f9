import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/client';
import { type DatasetVersion, type Place, versionQuery } from '@/api/datasets';
import { paths } from '@/app/nav';
import {
  cliOf,
  CopyAs,
  CopyButton,
  csharpOf,
  csText,
  curlOf,
  Empty,
  Failure,
  Loading,
  Own,
  Page,
  Time,
  To,
  UrlTabs,
  useParam,
  useSearchState,
} from '@/kit';
import { Ask } from './Ask';
import { Changes } from './Changes';
import { Columns } from './Columns';
import classes from './dataset.module.css';
import { Examples } from './Examples';
import { Files } from './Files';
import { Overview } from './Overview';
import { useVersions } from './useVersions';

export default function DatasetPage() {
  const [project, dataset] = [useParam('project'), useParam('dataset')];
  return <Dataset key={`${project}/${dataset}`} project={project} dataset={dataset} />;
}

const none = { version: '', with: '' };

function Dataset({ project, dataset }: { project: string; dataset: string }) {
  const [state] = useSearchState(none);
  const versions = useVersions(project, dataset);
  const newest = versions.versions[0];
  // A version beyond the pages that are loaded, or a tag in the address, is asked for by name.
  const named = versions.versions.find((one) => one.version === state.version);
  const asked = useQuery({
    ...versionQuery({ project, dataset, version: state.version }),
    enabled: state.version !== '' && named === undefined && !versions.isPending,
  });
  const version = state.version === '' ? newest : (named ?? asked.data);
  const crumbs = [{ text: 'Datasets', href: paths.datasets() }];
  if (isGone(versions.error)) return <NoDataset project={project} dataset={dataset} />;
  const error = versions.error ?? (state.version === '' ? null : asked.error);
  return (
    <Page
      title={dataset}
      crumbs={crumbs}
      subtitle={version && <Subtitle version={version} />}
      actions={version && <Copy version={version} />}
    >
      <Choosers versions={versions.versions} chosen={version?.version ?? state.version} />
      {error !== null ? (
        <Failure error={error} onRetry={() => void (versions.isError ? versions.refetch() : asked.refetch())} />
      ) : version === undefined ? (
        <Loading />
      ) : (
        <Tabs version={version} versions={versions} />
      )}
    </Page>
  );
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'dataset.unknown';
}

function Subtitle({ version }: { version: DatasetVersion }) {
  return (
    <span className={classes.subtitle}>
      <To href={paths.datasets({ project: version.project })}>
        <Own text={version.project} max={30} />
      </To>
      <span className={classes.uri}>
        <code>
          <Own text={version.uri} max={60} />
        </code>
        <CopyButton text={version.uri} label="Copy the address" />
      </span>
      <span>
        made <Time at={version.created_at} relative />
      </span>
    </span>
  );
}

function Copy({ version }: { version: DatasetVersion }) {
  const { project, dataset, version: name } = version;
  const path = [project, dataset, 'versions', name].map(encodeURIComponent).join('/');
  return (
    <CopyAs
      cli={cliOf('dataset pull', [`${dataset}/${name}`, dataset], { project })}
      curl={curlOf('GET', `/api/v1/datasets/${path}`)}
      csharp={csharpOf(
        `var version = await api.Datasets.GetAsync(${csText(project)}, ${csText(dataset)}, ${csText(name)});`,
      )}
    />
  );
}

/** Which version is shown, and with which one it is compared; both stand in the address. */
function Choosers({ versions, chosen }: { versions: readonly DatasetVersion[]; chosen: string }) {
  const [state, setState] = useSearchState(none);
  const options = versions.map((one) => ({
    value: one.version,
    label: one.tags.length === 0 ? one.version : `${one.version} (${one.tags.join(', ')})`,
  }));
  const withChosen =
    chosen === '' || options.some(({ value }) => value === chosen)
      ? options
      : [{ value: chosen, label: chosen }, ...options];
  const others = options.filter(({ value }) => value !== chosen);
  return (
    <div className={classes.choose}>
      <Select
        label="Version"
        size="xs"
        data={withChosen}
        value={chosen === '' ? null : chosen}
        onChange={(value) =>
          setState({
            version: value === versions[0]?.version ? '' : (value ?? ''),
            with: value === state.with ? '' : state.with,
          })
        }
        allowDeselect={false}
        searchable
        limit={200}
      />
      <Select
        label="Compare with"
        size="xs"
        placeholder={others.length === 0 ? 'There is one version' : 'Another version'}
        disabled={others.length === 0}
        data={
          state.with === '' || others.some(({ value }) => value === state.with)
            ? others
            : [{ value: state.with, label: state.with }, ...others]
        }
        value={state.with === '' ? null : state.with}
        onChange={(value) => setState({ with: value ?? '' })}
        clearable
        searchable
        limit={200}
        clearButtonProps={{ 'aria-label': 'Compare with none' }}
      />
    </div>
  );
}

function Tabs({ version, versions }: { version: DatasetVersion; versions: ReturnType<typeof useVersions> }) {
  const [state] = useSearchState(none);
  const { project, dataset, version: name } = version;
  const place: Place = { project, dataset, version: name };
  const from = state.with === name ? '' : state.with;
  return (
    <UrlTabs
      label="Parts of the dataset"
      tabs={[
        {
          id: 'overview',
          label: 'Overview',
          content: () => stacked(<Overview version={version} versions={versions} />),
        },
        { id: 'columns', label: 'Columns', content: () => stacked(<Columns key={name} place={place} from={from} />) },
        { id: 'examples', label: 'Examples', content: () => stacked(<Examples key={name} place={place} />) },
        { id: 'query', label: 'Query', content: () => stacked(<Ask key={name} place={place} />) },
        {
          id: 'changes',
          label: 'Changes',
          content: () => stacked(<Changes place={place} from={from} versions={versions.versions} />),
        },
        {
          id: 'files',
          label: 'Files',
          badge: version.files.toLocaleString('en-US'),
          content: () => <Files key={name} place={place} />,
        },
      ]}
    />
  );
}

function stacked(part: ReactNode) {
  return <div className={classes.stack}>{part}</div>;
}

function NoDataset({ project, dataset }: { project: string; dataset: string }) {
  return (
    <Page title={dataset} crumbs={[{ text: 'Datasets', href: paths.datasets() }]}>
      <Empty
        title="There is no dataset with this name"
        hint={
          <>
            Project <Own text={project} /> has none, or the address is mistyped.
          </>
        }
        action={<To href={paths.datasets({ text: dataset.slice(0, 100) })}>Search for it</To>}
      />
    </Page>
  );
}
