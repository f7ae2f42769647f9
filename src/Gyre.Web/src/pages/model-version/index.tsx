import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { mlflow, type Pair } from '@/formats/mlflow/client';
import {
  deleteVersion,
  describeVersion,
  isPrompt,
  modelQuery,
  type ModelVersion,
  type RegisteredModel,
  versionQuery,
  versionsQuery,
} from '@/formats/mlflow/registry';
import { Confirm, CopyAs, Empty, Icon, Page, Query, State, Time, To, UrlTabs, useAction, useGo, useParam } from '@/kit';
import { AliasChip } from '@/pages/model/AliasChip';
import { aliasesByVersion } from '@/pages/model/aliases';
import { commandsOf } from '@/pages/model/commands';
import { Description } from '@/pages/model/Description';
import { defaultMetrics, evidenceQuery, noEvidence } from '@/pages/model/evidence';
import { isGone } from '@/pages/model/gone';
import { MoveAlias } from '@/pages/model/MoveAlias';
import { MoveStage } from '@/pages/model/MoveStage';
import { Files } from './Files';
import { LoadIt } from './LoadIt';
import { Overview } from './Overview';
import { Signature } from './Signature';
import classes from './version.module.css';

const invalidates = [['models']];

export default function ModelVersionPage() {
  const name = useParam('name');
  const version = useParam('version');
  return <Version key={`${name}/${version}`} name={name} version={version} />;
}

function Version({ name, version }: { name: string; version: string }) {
  const model = useQuery(modelQuery(name));
  const found = useQuery(versionQuery(name, version));
  const mayChange = useMayChange();
  const aliases = aliasesByVersion(model.data?.aliases ?? []).get(version) ?? [];
  if (isGone(found.error)) return <NoVersion name={name} version={version} />;
  const subtitle = found.data && (
    <span className={classes.chips}>
      <State value={found.data.status} />
      {found.data.stage !== 'None' && <span>{found.data.stage}</span>}
      {aliases.map((alias) => (
        <AliasChip key={alias} alias={alias} />
      ))}
      <span>
        created <Time at={found.data.createdAt} />
      </span>
    </span>
  );
  return (
    <Page
      title={`${name} version ${version}`}
      subtitle={subtitle}
      crumbs={[
        { text: 'Models', href: paths.models() },
        { text: name, href: paths.model(name) },
      ]}
      actions={found.data && <Actions version={found.data} model={model.data} mayChange={mayChange} />}
    >
      <Query result={found}>
        {(data) => (
          <>
            <Description
              of="version"
              text={data.description}
              mayChange={mayChange}
              read={async () => (await current(name, version)).description}
              write={(text) => describeVersion(name, version, text)}
              invalidates={invalidates}
            />
            <UrlTabs
              label="Parts of the version"
              tabs={[
                {
                  id: 'overview',
                  label: 'Overview',
                  content: () => (
                    <Overview
                      version={data}
                      mayChange={mayChange}
                      readTags={async () => (await current(name, version)).tags}
                    />
                  ),
                },
                { id: 'signature', label: 'Signature', content: () => <Signature name={name} version={version} /> },
                { id: 'files', label: 'Files', content: () => <Files name={name} version={version} /> },
                {
                  id: 'load',
                  label: 'Load it',
                  content: () => <LoadIt name={name} version={version} aliases={aliases} />,
                },
              ]}
            />
          </>
        )}
      </Query>
    </Page>
  );
}

function NoVersion({ name, version }: { name: string; version: string }) {
  return (
    <Page
      title={`${name} version ${version}`}
      crumbs={[
        { text: 'Models', href: paths.models() },
        { text: name, href: paths.model(name) },
      ]}
    >
      <Empty
        title="This version does not exist"
        hint="It may have been deleted, or the address is mistyped."
        action={<To href={paths.model(name)}>Show the versions of this model</To>}
      />
    </Page>
  );
}

/** The version as it is stored now, not as the page remembers it. */
async function current(name: string, version: string): Promise<{ description: string; tags: readonly Pair[] }> {
  const answer = await mlflow<{ model_version: { description?: string; tags?: Pair[] } }>('GET', 'model-versions/get', {
    name,
    version,
  });
  return { description: answer.model_version.description ?? '', tags: answer.model_version.tags ?? [] };
}

function Actions({
  version: data,
  model,
  mayChange,
}: {
  version: ModelVersion;
  model: RegisteredModel | undefined;
  mayChange: boolean;
}) {
  const { name, version } = data;
  const [aliasing, setAliasing] = useState(false);
  const [staging, setStaging] = useState(false);
  const versions = useQuery({
    ...versionsQuery(name, model !== undefined && isPrompt(model)),
    enabled: aliasing && model !== undefined,
  });
  const champion = model?.aliases.find((one) => one.alias.toLowerCase() === 'champion')?.version;
  const championRun = versions.data?.find((one) => one.version === champion)?.runId ?? '';
  const evidence =
    useQuery({ ...evidenceQuery([data.runId, championRun]), enabled: aliasing && data.runId !== '' }).data ??
    noEvidence;
  const go = useGo();
  const removal = useAction({
    run: () => deleteVersion(name, version),
    done: `Version ${version} deleted`,
    invalidates,
    onDone: () => go(paths.model(name), { replace: true }),
  });
  return (
    <>
      <To href={paths.lineage('model-version', `${name}/${version}`)} className={classes.action}>
        <Icon name="graph" size={14} /> Lineage
      </To>
      <To href={paths.model(name, { tab: 'compare', right: version })} className={classes.action}>
        <Icon name="code" size={14} /> Compare
      </To>
      <CopyAs
        {...commandsOf('POST', 'registered-models/get-latest-versions', { name }, ['gyre', 'model', 'show', name])}
      />
      {mayChange && (
        <>
          <Button onClick={() => setAliasing(true)}>Set alias</Button>
          <Button onClick={() => setStaging(true)}>Move to stage</Button>
          <Confirm
            title={`Delete version ${version}`}
            text="Its aliases are removed, and its number is never used again. Files that belong to a run or a logged model stay."
            danger
            yes="Delete"
            onYes={() => removal.actAsync(undefined)}
            trigger={(open) => <Button onClick={open}>Delete</Button>}
          />
        </>
      )}
      <MoveAlias
        name={name}
        versions={versions.data ?? [data]}
        aliases={model?.aliases ?? []}
        evidence={evidence}
        metrics={defaultMetrics(evidence, 6)}
        move={aliasing ? { alias: '', version } : null}
        onClose={() => setAliasing(false)}
      />
      <MoveStage name={name} version={staging ? data : null} onClose={() => setStaging(false)} />
    </>
  );
}
