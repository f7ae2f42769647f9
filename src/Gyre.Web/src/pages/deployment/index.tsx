import { useQuery } from '@tanstack/react-query';
import { type Deployment, deploymentQuery, figuresQuery, versionsQuery } from '@/api/deployments';
import { CopyAs, csharpOf, csText, curlOf, Query, useParam, useSearchState } from '@/kit';
import { decides } from '@/pages/deployments/served';
import { useBooks } from '@/pages/deployments/useLog';
import { Actions } from './Actions';
import { BalanceSheet } from './figures/BalanceSheet';
import { Charts } from './figures/Charts';
import { DriftTable } from './figures/DriftTable';
import { Frame } from './Frame';
import { Headline } from './Headline';
import { History } from './History';
import { LogNumbers } from './LogNumbers';
import { RouteStrip } from './RouteStrip';
import { ServedOverview } from './served/ServedOverview';
import { Settings } from './Settings';
import { Versions } from './Versions';
import { bucketCount, windowOf } from './window';

export default function DeploymentPage() {
  const name = useParam('name');
  return <Loaded key={name} name={name} />;
}

function Loaded({ name }: { name: string }) {
  const deployment = useQuery(deploymentQuery(name));
  return (
    <Frame
      name={name}
      part="overview"
      deployment={deployment}
      actions={
        <>
          <Copy name={name} />
          {deployment.data !== undefined &&
            (decides(deployment.data) ? (
              <Changes deployment={deployment.data} />
            ) : (
              <ServedChanges deployment={deployment.data} />
            ))}
        </>
      }
    >
      {(data) => (decides(data) ? <Overview deployment={data} /> : <ServedOverview deployment={data} />)}
    </Frame>
  );
}

function useFigures(name: string) {
  const [state] = useSearchState({ window: '' });
  return useQuery(figuresQuery(name, windowOf(state.window).seconds, bucketCount));
}

function Changes({ deployment }: { deployment: Deployment }) {
  const versions = useQuery(versionsQuery(deployment.name)).data;
  return <Actions deployment={deployment} versions={versions} figures={useFigures(deployment.name).data} />;
}

/** Models and programs have no rewards that could speak for a change. */
function ServedChanges({ deployment }: { deployment: Deployment }) {
  const versions = useQuery(versionsQuery(deployment.name)).data;
  return <Actions deployment={deployment} versions={versions} figures={undefined} />;
}

function Overview({ deployment }: { deployment: Deployment }) {
  const { name } = deployment;
  const versions = useQuery(versionsQuery(name));
  const books = useBooks(name);
  const figures = useFigures(name);
  return (
    <>
      <Headline deployment={deployment} versions={versions.data}>
        <LogNumbers books={books.data} figures={figures.data} />
      </Headline>
      <RouteStrip deployment={deployment} />
      <Charts figures={figures} />
      <BalanceSheet name={name} books={books} />
      {figures.data !== undefined && <DriftTable name={name} figures={figures.data} />}
      <Query result={versions}>
        {(data) => (
          <>
            <Versions deployment={deployment} versions={data.versions} figures={figures.data} />
            <History name={name} changes={data.changes} />
          </>
        )}
      </Query>
      <Settings deployment={deployment} />
    </>
  );
}

function Copy({ name }: { name: string }) {
  return (
    <CopyAs
      cli="gyre deployments"
      curl={curlOf('GET', `/api/v1/deployments/${encodeURIComponent(name)}`)}
      csharp={csharpOf(`var deployment = await api.Deployments.GetAsync(${csText(name)});`)}
    />
  );
}
