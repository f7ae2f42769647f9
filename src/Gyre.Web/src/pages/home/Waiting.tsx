import { Button, Group, TextInput } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '@/api/client';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import {
  cliOf,
  CopyAs,
  count,
  csharpOf,
  csText,
  curlOf,
  Failure,
  isolated,
  Loading,
  Own,
  Query,
  Section,
  Time,
  To,
  useAction,
} from '@/kit';
import classes from './Home.module.css';
import { type Node, type Run, waitingNodesQuery, waitingQuery } from './queries';

/** What waits for a person, with its answer in place. */
export function Waiting() {
  const waiting = useQuery(waitingQuery);
  return (
    <Section title="Waits for a person">
      <Query result={waiting} rows={2}>
        {(page) =>
          page.runs.length === 0 ? (
            <p className={classes.quiet}>Nothing waits for an answer.</p>
          ) : (
            <List runs={page.runs} all={page.count ?? page.runs.length} />
          )
        }
      </Query>
    </Section>
  );
}

function List({ runs, all }: { runs: readonly Run[]; all: number }) {
  const nodes = useQueries({ queries: runs.map((run) => waitingNodesQuery(run.run_id)) });
  return (
    <ul className={classes.cards}>
      {runs.flatMap((run, index) => {
        const result = nodes[index];
        if (result?.isError)
          return [<li key={run.run_id}>{<Failure error={result.error} onRetry={() => void result.refetch()} />}</li>];
        if (result?.data === undefined)
          return [
            <li key={run.run_id}>
              <Loading rows={2} />
            </li>,
          ];
        return result.data.map((node) => <WaitingNode key={`${run.run_id} ${node.name}`} run={run} node={node} />);
      })}
      {all > runs.length && (
        <li>
          <To href={paths.runs({ waiting: 'true' })}>All {count(all, 'run')} that wait</To>
        </li>
      )}
    </ul>
  );
}

function WaitingNode({ run, node }: { run: Run; node: Node }) {
  const approval = node.state === 'awaiting-approval';
  const question = approval ? (node.reason ?? '') : '';
  const mayChange = useMayChange();
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <To href={paths.run(run.run_id, { node: node.name })} className={classes.cardTitle}>
          <Own text={run.title} max={40} /> <span aria-hidden="true">›</span> <Own text={node.name} max={40} />
        </To>
        <span className={classes.quiet}>
          <Own text={run.project} max={24} />
        </span>
      </div>
      {question !== '' && (
        <p className={classes.question} dir="auto">
          {question.slice(0, 2000)}
        </p>
      )}
      {node.wait?.expires_at != null && (
        <p className={classes.quiet}>
          Decided by itself <Time at={node.wait.expires_at} relative />
        </p>
      )}
      {approval && mayChange ? (
        <Answer run={run} node={node} />
      ) : (
        !approval && (
          <To href={paths.run(run.run_id, { node: node.name })}>
            Waits for {node.wait?.waits_for ?? 'an answer'}: open the node
          </To>
        )
      )}
    </li>
  );
}

function Answer({ run, node }: { run: Run; node: Node }) {
  const [comment, setComment] = useState('');
  const text = comment.trim() === '' ? undefined : comment.trim();
  const action = useAction({
    run: (approved: boolean) =>
      post('/api/v1/runs/{run}/approvals/{node}', {
        path: { run: run.run_id, node: node.name },
        body: { approved, ...(text === undefined ? {} : { comment: text }) },
      }),
    done: (_, approved) => (approved ? `Approved ${isolated(node.name)}` : `Refused ${isolated(node.name)}`),
    invalidates: [['runs'], ['run', run.run_id]],
  });
  const body = { approved: true, ...(text === undefined ? {} : { comment: text }) };
  const route = `/api/v1/runs/${run.run_id}/approvals/${node.name.split('/').map(encodeURIComponent).join('/')}`;
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        size="xs"
        className={classes.comment}
        aria-label={`Comment on ${node.name}`}
        placeholder="Comment, if you like"
        value={comment}
        maxLength={1000}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <Button variant="filled" loading={action.busy} onClick={() => action.act(true)}>
        Approve
      </Button>
      <Button disabled={action.busy} onClick={() => action.act(false)}>
        Refuse
      </Button>
      <CopyAs
        cli={cliOf('approve', [run.run_id, node.name], { comment: text ?? null })}
        curl={curlOf('POST', route, body)}
        csharp={csharpOf(
          `await api.Nodes.ApproveAsync(new RunId(new Guid(${csText(run.run_id)})), ${csText(node.name)}${text === undefined ? '' : `, ${csText(text)}`});`,
        )}
      />
    </Group>
  );
}
