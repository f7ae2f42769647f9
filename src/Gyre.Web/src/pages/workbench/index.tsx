import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Deployment, deploymentQuery, evaluationQuery, versionsQuery } from '@/api/deployments';
import { Empty, Query, useParam, useSearchState } from '@/kit';
import { Frame } from '@/pages/deployment/Frame';
import { Form } from './Form';
import { askedOf, noQuestion, type Question } from './question';
import { Results } from './Results';
import classes from './workbench.module.css';

export default function WorkbenchPage() {
  const name = useParam('name');
  const deployment = useQuery(deploymentQuery(name));
  return (
    <Frame name={name} part="workbench" deployment={deployment}>
      {(data) => <Workbench key={name} deployment={data} />}
    </Frame>
  );
}

/** What other versions would have earned with the decisions that were made. The address keeps the question. */
function Workbench({ deployment }: { deployment: Deployment }) {
  const { name } = deployment;
  const [question, setQuestion] = useSearchState(noQuestion);
  // "7d ago" is counted from when the page was opened, so that the question stays the same while it is looked at.
  const [opened] = useState(Date.now);
  const { body } = askedOf(question, opened);
  const versions = useQuery(versionsQuery(name));
  const evaluation = useQuery({ ...evaluationQuery(name, body ?? { versions: [] }), enabled: body !== null });
  const ask = (next: Question) => {
    // The same question again: the log has grown since.
    if (JSON.stringify(next) === JSON.stringify(question)) void evaluation.refetch();
    else setQuestion(next, { push: true });
  };
  return (
    <>
      <p className={classes.note}>
        What would other versions have earned? The log knows the probability of each choice, so it can answer without
        anybody being served differently. Nothing is changed by asking.
      </p>
      <Query result={versions}>
        {(data) => (
          <Form
            key={JSON.stringify(question)}
            deployment={deployment}
            versions={data.versions}
            question={question}
            now={opened}
            busy={evaluation.isFetching}
            onAsk={ask}
          />
        )}
      </Query>
      {body === null ? (
        <Empty title="Nothing is asked yet" hint="Choose one or more versions, and how much of the log to ask." />
      ) : (
        <Query result={evaluation} rows={8}>
          {(data) => <Results name={name} evaluation={data} />}
        </Query>
      )}
    </>
  );
}
