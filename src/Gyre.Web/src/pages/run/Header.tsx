import { useQuery } from '@tanstack/react-query';
import type { Graph } from '@/api/nodes';
import { nodeQuery } from '@/api/nodes';
import type { Run } from '@/api/runs';
import { paths } from '@/app/nav';
import { count, CopyButton, Duration, Id, isLive, Num, Own, State, Time, To, useNow } from '@/kit';
import { Waiting } from './actions/Waiting';
import { valueText } from './panel/parameters';
import classes from './run.module.css';
import { useNodeLink } from './useNodeLink';

/** One line of facts under the title. */
export function Subtitle({ run }: { run: Run }) {
  const now = useNow(run.ended_at == null);
  const seconds = run.seconds ?? Math.max(0, (now - Date.parse(run.created_at)) / 1000);
  return (
    <span className={classes.facts}>
      <State value={run.state} />
      <span>
        <To href={paths.runs({ project: run.project })}>
          <Own text={run.project} max={30} />
        </To>
        {' / '}
        <To href={paths.runs({ project: run.project, pipeline: run.pipeline })}>
          <Own text={run.pipeline} max={30} />
        </To>
      </span>
      <span>
        started <Time at={run.created_at} relative />
      </span>
      <span>
        {run.ended_at == null ? 'for ' : 'took '}
        <Duration seconds={Math.round(seconds * 1000) / 1000} />
      </span>
      <span>{count(run.executions, 'execution')}</span>
      {run.cycle_id != null && (
        <To href={paths.cycle(run.cycle_id)}>
          turn <Num value={run.turn ?? null} /> of a cycle
        </To>
      )}
      <Revision run={run} />
      <Id value={run.run_id} short />
    </span>
  );
}

/** A revision of its own begins with "~": the digest of files that are no commit. */
function Revision({ run }: { run: Run }) {
  const revision = run.commit ?? run.revision;
  if (revision == null) return null;
  const words = run.commit != null ? 'commit' : 'files';
  return (
    <span>
      {words} <Id value={revision} short />
      {run.reference != null && (
        <>
          {' '}
          (<Own text={run.reference} max={24} />)
        </>
      )}
      {run.dirty && ' with changes'}
    </span>
  );
}

const fewParameters = 5;

/** The parameters given, as many as fit a line; all of them are among the details. */
export function Given({ run }: { run: Run }) {
  const entries = Object.entries(run.parameters as Record<string, unknown>);
  if (entries.length === 0) return null;
  return (
    <p className={classes.given}>
      <span className={classes.note}>Given:</span>
      {entries.slice(0, fewParameters).map(([name, value]) => (
        <span key={name} className={classes.chip}>
          <Own text={name} max={28} />
          <b>
            <Own text={valueText(value)} max={24} />
          </b>
        </span>
      ))}
      {entries.length > fewParameters && (
        <To href={paths.run(run.run_id, { view: 'details' })}>
          {count(entries.length - fewParameters, 'more parameter')}
        </To>
      )}
    </p>
  );
}

const fewNodes = 3;
const asks = new Set(['awaiting-approval', 'awaiting-answer']);

/** What needs a person: no engine, a failure, a question. */
export function Notices({ run, graph, selected }: { run: Run; graph: Graph | undefined; selected: string | null }) {
  const nodes = graph?.nodes ?? [];
  const failed = nodes.filter((node) => node.state === 'failed');
  // The one in the panel has its form there.
  const waiting = nodes.filter((node) => asks.has(node.state) && node.name !== selected);
  return (
    <>
      {run.driven === false && run.remedy != null && (
        <div className={classes.notice} data-tone="warn" role="status">
          <strong>No engine executes this run.</strong>
          <span>{run.remedy}</span>
          <CopyButton text={run.remedy} label="Copy" />
        </div>
      )}
      {run.reason != null && (
        <div className={classes.notice} data-tone={run.state === 'failed' ? 'bad' : 'idle'}>
          <Own text={run.reason} />
          <Failed run={run.run_id} names={failed.map((node) => node.name)} />
        </div>
      )}
      {isLive(run.state) &&
        waiting.slice(0, fewNodes).map((node) => <WaitingNode key={node.name} run={run.run_id} node={node.name} />)}
      {waiting.length > fewNodes && (
        <p className={classes.note}>{count(waiting.length - fewNodes, 'more node run')} wait for an answer.</p>
      )}
    </>
  );
}

function Failed({ run, names }: { run: string; names: readonly string[] }) {
  const linkOf = useNodeLink(run);
  return (
    <>
      {names.slice(0, fewNodes).map((name) => (
        <To key={name} href={linkOf(name, 'logs')}>
          Log of <Own text={name} max={30} />
        </To>
      ))}
      {names.length > fewNodes && (
        <span className={classes.note}>and {count(names.length - fewNodes, 'more node run')} failed</span>
      )}
    </>
  );
}

function WaitingNode({ run, node }: { run: string; node: string }) {
  const found = useQuery(nodeQuery(run, node));
  const linkOf = useNodeLink(run);
  if (found.data === undefined) return null;
  return (
    <section className={classes.waiting} aria-label="Waits for you">
      <To href={linkOf(node)}>
        <Own text={node} />
      </To>
      <Waiting run={run} node={found.data} />
    </section>
  );
}
