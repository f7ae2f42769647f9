import { useQuery } from '@tanstack/react-query';
import { type Deployment, deploymentQuery, figuresQuery, versionsQuery } from '@/api/deployments';
import { CopyAs, csharpOf, csText, curlOf, Query, useParam, useSearchState } from '@/kit';
import { useBooks } from '@/pages/deployments/useLog';
import { Frame } from './Frame';
import { Headline } from './Headline';
import { History } from './History';
import { RouteStrip } from './RouteStrip';
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
    <Frame name={name} part="overview" deployment={deployment} actions={<Copy name={name} />}>
      {(data) => <Overview deployment={data} />}
    </Frame>
  );
}

function Overview({ deployment }: { deployment: Deployment }) {
  const { name } = deployment;
  const [state] = useSearchState({ window: '' });
  const versions = useQuery(versionsQuery(name));
  const books = useBooks(name);
  const figures = useQuery(figuresQuery(name, windowOf(state.window).seconds, bucketCount));
  return (
    <>
      <Headline deployment={deployment} versions={versions.data} books={books.data} figures={figures.data} />
      <RouteStrip deployment={deployment} />
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
