import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { type Graph, type NodeRun, nodeQuery } from '@/api/nodes';
import type { Run } from '@/api/runs';
import { useMayChange } from '@/app/session';
import { IconButton, Own, Query, State, type TabItem, To, UrlTabs } from '@/kit';
import { RerunFrom } from '../actions/RerunFrom';
import { Waiting } from '../actions/Waiting';
import { LogTab } from '../log/LogTab';
import { useNodeLink } from '../useNodeLink';
import { Cache } from './Cache';
import { Inputs, Outputs } from './Files';
import { inputRows, outputRows } from './fileList';
import { Metadata } from './Metadata';
import { Overview } from './Overview';
import classes from './panel.module.css';
import { Trials } from './Trials';

interface Props {
  run: Run;
  name: string;
  graph: Graph;
  onClose: () => void;
}

/** Everything about one node run, beside the view it was chosen in. */
export function NodePanel({ run, name, graph, onClose }: Props) {
  const known = graph.nodes.find((node) => node.name === name);
  const inside = known === undefined ? graph.nodes.filter((node) => node.name.startsWith(`${name}/`)) : [];
  return (
    <Frame name={name} onClose={onClose}>
      {inside.length > 0 ? (
        <Iteration run={run.run_id} names={inside.map((node) => node.name)} />
      ) : (
        <Found run={run} name={name} graph={graph} />
      )}
    </Frame>
  );
}

function Frame({ name, onClose, children }: { name: string; onClose: () => void; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const active = document.activeElement;
    // Who opened it with the keyboard goes on reading here; a mouse leaves the focus where it is.
    if (!(active instanceof HTMLElement) || !active.matches(':focus-visible') || active.contains(heading.current))
      return;
    before.current = active;
    heading.current?.focus();
  }, [name]);
  const close = () => {
    onClose();
    if (before.current?.isConnected === true) before.current.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { target } = event;
    // Dialogs of the panel are elsewhere on the page, and Escape in a field belongs to the field.
    const isOwn = target instanceof HTMLElement && event.currentTarget.contains(target);
    if (event.key !== 'Escape' || event.defaultPrevented || !isOwn || target.matches('input, textarea, select')) return;
    event.preventDefault();
    close();
  };
  return (
    <aside className={classes.panel} aria-label="Node run" onKeyDown={onKeyDown}>
      <div className={classes.head}>
        <h2 className={classes.title} ref={heading} tabIndex={-1}>
          <Own text={name} />
        </h2>
        <IconButton icon="cross" label="Close" onClick={close} />
      </div>
      {children}
    </aside>
  );
}

function Found({ run, name, graph }: { run: Run; name: string; graph: Graph }) {
  const node = useQuery(nodeQuery(run.run_id, name));
  const mayChange = useMayChange();
  return (
    <Query result={node}>
      {(found) => (
        <>
          <div className={classes.row}>
            <State value={found.state} />
            {mayChange && <RerunFrom run={run} node={name} />}
          </div>
          <Waiting key={name} run={run.run_id} node={found} />
          <UrlTabs label="Node run" tabs={tabsOf(run, found, graph)} />
        </>
      )}
    </Query>
  );
}

function tabsOf(run: Run, node: NodeRun, graph: Graph): TabItem[] {
  const id = run.run_id;
  const parent = graph.nodes.find((one) => one.name === node.name)?.parent;
  const isTask = node.kind === 'task' && graph.nodes.find((one) => one.name === parent)?.kind !== 'task';
  const metadata = Object.keys(node.metadata).length;
  return [
    ...(isTask ? [{ id: 'trials', label: 'Trials', content: () => <Trials run={id} node={node} /> }] : []),
    { id: 'overview', label: 'Overview', content: () => <Overview run={run} node={node} graph={graph} /> },
    { id: 'logs', label: 'Logs', content: () => <LogTab key={node.name} run={id} node={node} /> },
    {
      id: 'inputs',
      label: 'Inputs',
      badge: badge(inputRows(node).length),
      content: () => <Inputs run={id} node={node} />,
    },
    {
      id: 'outputs',
      label: 'Outputs',
      badge: badge(outputRows(node).length),
      content: () => <Outputs run={id} node={node} />,
    },
    {
      id: 'metadata',
      label: 'Metadata',
      badge: badge(metadata),
      content: () => <Metadata key={node.name} run={id} node={node} />,
    },
    { id: 'cache', label: 'Cache', content: () => <Cache run={id} node={node} /> },
  ];
}

function badge(number: number): ReactNode {
  return number === 0 ? undefined : <span className={classes.note}>{number.toLocaleString('en-US')}</span>;
}

/** An iteration of a loop is no node run itself; it consists of some. */
function Iteration({ run, names }: { run: string; names: readonly string[] }) {
  const linkOf = useNodeLink(run);
  return (
    <>
      <p className={classes.note}>An iteration of a loop. Its node runs:</p>
      <ul className={classes.changes}>
        {names.slice(0, 200).map((name) => (
          <li key={name}>
            <To href={linkOf(name)}>
              <Own text={name} />
            </To>
          </li>
        ))}
      </ul>
    </>
  );
}
