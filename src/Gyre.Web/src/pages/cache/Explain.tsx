import { Autocomplete, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { explanationQuery } from '@/api/cache';
import { nodesQuery } from '@/api/nodes';
import { runWindowQuery } from '@/api/runs';
import { Own, Query, Time, useSearchState } from '@/kit';
import classes from './cache.module.css';
import { Answer } from './Answer';
import { isRunId, nodeNames } from './explanation';

/** Asks why a node run was, or was not, answered from the cache. */
export function Explain() {
  const [{ run, node }, setState] = useSearchState({ run: '', node: '' });
  return (
    <div className={classes.stack}>
      <Ask key={`${run}/${node}`} run={run} node={node} onAsk={(next) => setState(next, { push: true })} />
      {run !== '' && node !== '' ? (
        <Told run={run} node={node} />
      ) : (
        <p className={classes.dim}>
          Choose a run and one of its nodes to see whether the node was answered from the cache, and what differed from
          the nearest earlier result.
        </p>
      )}
    </div>
  );
}

function Told({ run, node }: { run: string; node: string }) {
  const told = useQuery(explanationQuery(run, node));
  return <Query result={told}>{(data) => <Answer told={data} run={run} node={node} />}</Query>;
}

interface AskProps {
  run: string;
  node: string;
  onAsk: (asked: { run: string; node: string }) => void;
}

function Ask({ run, node, onAsk }: AskProps) {
  const [typedRun, setRun] = useState(run);
  const [typedNode, setNode] = useState(node);
  const wanted = { run: typedRun.trim(), node: typedNode.trim() };
  const runs = useQuery(runWindowQuery({}, 0));
  const nodes = useQuery({ ...nodesQuery(wanted.run), enabled: isRunId(wanted.run) });
  const names = useMemo(() => nodeNames(nodes.data ?? []), [nodes.data]);
  const known = useMemo(() => new Map((runs.data ?? []).map((one) => [String(one.run_id), one])), [runs.data]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted.run !== '' && wanted.node !== '') onAsk(wanted);
  };
  return (
    <form className={classes.ask} onSubmit={submit}>
      <Autocomplete
        size="sm"
        label="Run"
        placeholder="Run id"
        data={[...known.keys()]}
        limit={30}
        value={typedRun}
        onChange={setRun}
        renderOption={({ option }) => {
          const one = known.get(option.value);
          return (
            <span className={classes.option}>
              <Own text={one?.title ?? one?.pipeline ?? option.value} max={48} />
              <small>
                {option.value}, <Time at={one?.created_at} />
              </small>
            </span>
          );
        }}
      />
      <Autocomplete
        size="sm"
        label="Node"
        placeholder="train[2]"
        data={names}
        limit={50}
        value={typedNode}
        onChange={setNode}
      />
      <Button size="sm" type="submit" variant="filled" disabled={wanted.run === '' || wanted.node === ''}>
        Explain
      </Button>
    </form>
  );
}
