import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Attempt, attemptsQuery, type Graph, type NodeRun, nodesQuery } from '@/api/nodes';
import type { Run } from '@/api/runs';
import {
  Bytes,
  Code,
  type Column,
  Duration,
  Facts,
  Id,
  Num,
  Own,
  Query,
  Section,
  State,
  Table,
  Time,
  wordOf,
} from '@/kit';
import { type ParameterRow, parameterRows, valueText } from './parameters';
import classes from './panel.module.css';

interface Props {
  run: Run;
  node: NodeRun;
  graph: Graph;
}

export function Overview({ run, node, graph }: Props) {
  return (
    <div className={classes.stack}>
      {node.reason != null && (
        <p className={classes.reason} data-bad={node.state === 'failed' || undefined}>
          <Own text={node.reason} />
        </p>
      )}
      {node.warnings.length > 0 && (
        <ul className={classes.warnings} aria-label="Warnings">
          {node.warnings.map((warning, index) => (
            <li key={index}>{warning}</li>
          ))}
        </ul>
      )}
      <Resources node={node} />
      {node.commands.length > 0 && (
        <Section title={node.commands.length === 1 ? 'Command as it ran' : 'Commands as they ran'}>
          <Code text={node.commands.join('\n')} lang="shell" wrap />
        </Section>
      )}
      <Parameters run={run} node={node} graph={graph} />
      {node.attempts > 0 && <Attempts run={run.run_id} node={node} />}
    </div>
  );
}

function Resources({ node }: { node: NodeRun }) {
  return (
    <Facts
      items={[
        ['Kind', wordOf(node.kind)],
        node.step == null ? null : ['Step', <Own key="step" text={node.step} />],
        node.iterations == null ? null : ['Iterations', <Num key="iterations" value={node.iterations} />],
        ['Started', <Time key="started" at={node.started_at} />],
        ['Ended', <Time key="ended" at={node.ended_at} />],
        ['Duration', <Duration key="seconds" seconds={node.seconds} />],
        ['In the queue', <Duration key="queue" seconds={node.queued_seconds ?? null} />],
        ['CPU time', <Duration key="cpu" seconds={node.cpu_seconds} />],
        ['Peak memory', <Bytes key="memory" value={node.peak_memory_bytes} />],
        ['Cache', cacheWord(node.cache)],
        node.attempt_id == null ? null : ['Attempt', <Id key="attempt" value={node.attempt_id} short />],
      ]}
    />
  );
}

function cacheWord(cache: string): string {
  if (cache === 'off') return 'not looked up';
  return cache === 'reused' ? 'an earlier result, named by the run' : cache;
}

function Parameters({ run, node, graph }: Props) {
  // A trial is compared with its task; only then are the other node runs needed.
  const parent = graph.nodes.find((one) => one.name === node.name)?.parent ?? null;
  const isTrial = parent !== null && graph.nodes.find((one) => one.name === parent)?.kind === 'task';
  const nodes = useQuery({ ...nodesQuery(run.run_id), enabled: isTrial });
  const task = isTrial ? (nodes.data?.find((one) => one.name === parent) ?? null) : null;
  const rows = useMemo(
    () => parameterRows({ node, given: run.parameters, task, edges: graph.edges }),
    [node, run.parameters, task, graph.edges],
  );
  if (rows.length === 0) return null;
  return (
    <Section title="Parameters">
      <Table
        label="Parameters"
        rows={rows}
        columns={parameterColumns}
        rowKey={(row) => row.name}
        exportName={`${node.name}-parameters`}
        height={360}
      />
    </Section>
  );
}

const parameterColumns: Column<ParameterRow>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 130,
    grow: true,
    value: (row) => row.name,
    cell: (row) => <Own text={row.name} />,
  },
  {
    id: 'value',
    header: 'Value',
    width: 130,
    grow: true,
    value: (row) => valueText(row.value),
    cell: (row) => <Own text={valueText(row.value)} />,
  },
  {
    id: 'source',
    header: 'Comes from',
    width: 170,
    grow: true,
    hideBelow: 400,
    value: (row) => row.source,
    cell: (row) => <Own text={row.source} />,
  },
];

const attemptColumns: Column<Attempt>[] = [
  { id: 'number', header: 'Number', width: 72, align: 'right', value: (row) => row.number, cell: (row) => row.number },
  { id: 'state', header: 'State', width: 120, value: (row) => row.state, cell: (row) => <State value={row.state} /> },
  {
    id: 'started',
    header: 'Started',
    width: 120,
    value: (row) => row.started_at,
    cell: (row) => <Time at={row.started_at} />,
  },
  {
    id: 'seconds',
    header: 'Duration',
    width: 90,
    align: 'right',
    hideBelow: 420,
    value: secondsOf,
    cell: (row) => <Duration seconds={secondsOf(row)} />,
  },
  { id: 'exit', header: 'Exit', width: 80, hideBelow: 520, value: exitOf, cell: (row) => exitOf(row) ?? '–' },
  {
    id: 'reason',
    header: 'Reason',
    width: 160,
    grow: true,
    value: (row) => row.reason ?? null,
    cell: (row) => <Own text={row.reason} />,
  },
];

/** The code with which the command ended, or the signal that killed it. */
function exitOf({ exit_code, signal }: Attempt): string | number | null {
  return exit_code ?? (signal == null ? null : `signal ${signal}`);
}

function secondsOf(attempt: Attempt): number | null {
  return attempt.ended_at == null
    ? null
    : Math.max(0, Date.parse(attempt.ended_at) - Date.parse(attempt.started_at)) / 1000;
}

function Attempts({ run, node }: { run: string; node: NodeRun }) {
  const attempts = useQuery(attemptsQuery(run, node));
  return (
    <Section title="Attempts">
      <Query result={attempts} rows={2}>
        {(rows) => (
          <Table
            label="Attempts"
            rows={rows}
            columns={attemptColumns}
            rowKey={(row) => row.attempt_id}
            exportName={`${node.name}-attempts`}
            height={240}
            empty={<p className={classes.note}>The events of these attempts are no longer kept.</p>}
          />
        )}
      </Query>
    </Section>
  );
}
