import { useQuery } from '@tanstack/react-query';
import { type Deployment, versionsQuery } from '@/api/deployments';
import { Query } from '@/kit';
import { closePace, useServed } from '@/pages/deployments/useServed';
import { Headline } from '../Headline';
import { History } from '../History';
import { RouteStrip } from '../RouteStrip';
import { AnswerNumbers } from './AnswerNumbers';
import { AnswerVersions } from './AnswerVersions';
import { Fields } from './Fields';
import { TryIt } from './TryIt';

/** The page of a deployment of models or programs: what is served, how its versions answer, and what was changed. */
export function ServedOverview({ deployment }: { deployment: Deployment }) {
  const { name } = deployment;
  const versions = useQuery(versionsQuery(name));
  const served = useServed(name, closePace);
  return (
    <>
      <Headline deployment={deployment} versions={versions.data}>
        <AnswerNumbers served={served.data} />
      </Headline>
      <RouteStrip deployment={deployment} />
      <Query result={served}>
        {(data) => (
          <>
            <Fields name={name} served={data} />
            <TryIt name={name} served={data} />
          </>
        )}
      </Query>
      <Query result={versions}>
        {(data) => (
          <>
            <AnswerVersions deployment={deployment} versions={data.versions} answers={served.data?.versions} />
            <History name={name} changes={data.changes} />
          </>
        )}
      </Query>
    </>
  );
}
