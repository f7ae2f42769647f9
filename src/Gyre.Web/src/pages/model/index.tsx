import { useQuery } from '@tanstack/react-query';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { mlflow, type Pair } from '@/formats/mlflow/client';
import {
  describeModel,
  isPrompt,
  modelQuery,
  type ModelVersion,
  type RegisteredModel,
  versionsQuery,
} from '@/formats/mlflow/registry';
import { count, Empty, Failure, Loading, Page, Query, Time, To, useParam } from '@/kit';
import { Actions } from './Actions';
import { roleOf } from './aliases';
import { Description } from './Description';
import { isGone } from './gone';
import { Parts } from './Parts';

const invalidates = [['models']];

export default function ModelPage() {
  const name = useParam('name');
  return <Model key={name} name={name} />;
}

function Model({ name }: { name: string }) {
  const model = useQuery(modelQuery(name));
  const versions = useQuery({
    ...versionsQuery(name, model.data !== undefined && isPrompt(model.data)),
    enabled: model.data !== undefined,
  });
  const mayChange = useMayChange();
  const data = model.data;
  if (isGone(model.error)) return <NoModel name={name} />;
  const subtitle = data && (
    <>
      {versions.data !== undefined && `${count(versions.data.length, 'version')} · `}created{' '}
      <Time at={data.createdAt} /> · changed <Time at={data.updatedAt} relative />
    </>
  );
  return (
    <Page
      title={name}
      subtitle={subtitle}
      crumbs={[{ text: 'Models', href: paths.models() }]}
      actions={data && <Actions name={name} shown={shownOf(data, versions.data)} mayChange={mayChange} />}
    >
      <Query result={model}>
        {(found) => (
          <>
            <Description
              of="model"
              text={found.description}
              mayChange={mayChange}
              read={async () => (await current(name)).description}
              write={(text) => describeModel(name, text)}
              invalidates={invalidates}
            />
            {versions.data === undefined ? (
              versions.isError ? (
                <Failure error={versions.error} onRetry={() => void versions.refetch()} />
              ) : (
                <Loading />
              )
            ) : (
              <Parts
                model={found}
                versions={versions.data}
                mayChange={mayChange}
                readTags={async () => (await current(name)).tags}
              />
            )}
          </>
        )}
      </Query>
    </Page>
  );
}

/** The version that stands for the model: its champion, else its newest one. */
function shownOf({ aliases }: RegisteredModel, versions: readonly ModelVersion[] | undefined): string | null {
  return aliases.find((one) => roleOf(one.alias) === 'champion')?.version ?? versions?.[0]?.version ?? null;
}

function NoModel({ name }: { name: string }) {
  return (
    <Page title={name} crumbs={[{ text: 'Models', href: paths.models() }]}>
      <Empty
        title="There is no model with this name"
        hint="It may have been deleted or renamed, or the address is mistyped."
        action={<To href={paths.models({ text: name.slice(0, 100) })}>Search for it</To>}
      />
    </Page>
  );
}

/** The model as it is stored now, not as the page remembers it. */
async function current(name: string): Promise<{ description: string; tags: readonly Pair[] }> {
  const answer = await mlflow<{ registered_model: { description?: string; tags?: Pair[] } }>(
    'GET',
    'registered-models/get',
    { name },
  );
  return { description: answer.registered_model.description ?? '', tags: answer.registered_model.tags ?? [] };
}
