import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, decide, type NodeRun, refreshRun } from '@/api/nodes';
import { useMayChange } from '@/app/session';
import { CopyAs, Icon, Json, Own, Time, useAction } from '@/kit';
import { answerCommands, decideCommands } from '../commands';
import classes from './actions.module.css';
import { parseDocument } from './document';

/** What a node run waits for, with the form that answers it. */
export function Waiting({ run, node }: { run: string; node: NodeRun }) {
  const mayChange = useMayChange();
  const { wait } = node;
  const isApproval = node.state === 'awaiting-approval';
  if (!isApproval && node.state !== 'awaiting-answer') return null;
  const question = wait?.question;
  const hasQuestion = typeof question === 'object' && question !== null && Object.keys(question).length > 0;
  return (
    <div className={classes.wait}>
      <div className={classes.head}>
        <span>
          <Icon name="person" size={14} />{' '}
          {isApproval ? 'Waits for an approval' : <Own text={wait?.waits_for ?? 'Waits for an answer'} />}
        </span>
        {wait?.expires_at != null && (
          <span className={classes.note}>
            until <Time at={wait.expires_at} relative />
          </span>
        )}
      </div>
      {node.reason != null && (
        <p>
          <Own text={node.reason} />
        </p>
      )}
      {hasQuestion && <Json value={question} />}
      {!mayChange ? (
        <p className={classes.note}>Your token may only read. Answering needs one that may change things.</p>
      ) : isApproval ? (
        <Approve run={run} node={node.name} />
      ) : (
        wait != null && <Answer run={run} keyOfWait={wait.key} />
      )}
    </div>
  );
}

function Approve({ run, node }: { run: string; node: string }) {
  const client = useQueryClient();
  const [comment, setComment] = useState('');
  const act = useAction<boolean>({
    run: (approved) => decide(run, node, approved, comment.trim()),
    done: (_, approved) => (approved ? 'Approved. The run goes on.' : 'Refused. The run ends.'),
    invalidates: [['runs']],
    onDone: () => refreshRun(client, run),
  });
  return (
    <>
      <Textarea
        label="Comment"
        description="Optional; recorded with your answer."
        maxLength={500}
        autosize
        minRows={1}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      <div className={classes.row}>
        <Button
          variant="filled"
          loading={act.busy}
          leftSection={<Icon name="check" size={14} />}
          onClick={() => act.act(true)}
        >
          Approve
        </Button>
        <Button
          color="red"
          variant="outline"
          disabled={act.busy}
          leftSection={<Icon name="cross" size={14} />}
          onClick={() => act.act(false)}
        >
          Refuse
        </Button>
        <CopyAs label="Approve as" {...decideCommands(run, node, true, comment.trim())} />
        <CopyAs label="Refuse as" {...decideCommands(run, node, false, comment.trim())} />
      </div>
    </>
  );
}

function Answer({ run, keyOfWait }: { run: string; keyOfWait: string }) {
  const client = useQueryClient();
  const [text, setText] = useState('{}');
  const parsed = parseDocument(text);
  const send = useAction({
    run: () => answer(run, keyOfWait, parsed.document ?? {}),
    done: 'The answer is recorded.',
    invalidates: [['runs']],
    onDone: () => refreshRun(client, run),
  });
  return (
    <>
      <Textarea
        label="Answer"
        description="A JSON object with the fields that this kind of node expects."
        autosize
        minRows={3}
        maxRows={16}
        value={text}
        error={parsed.problem}
        onChange={(event) => setText(event.currentTarget.value)}
        spellCheck={false}
      />
      <div className={classes.row}>
        <Button variant="filled" loading={send.busy} disabled={parsed.document === null} onClick={() => send.act()}>
          Send the answer
        </Button>
        <CopyAs {...answerCommands(run, keyOfWait, parsed.document ?? {})} />
      </div>
    </>
  );
}
