import { useQuery } from '@tanstack/react-query';
import { type Graph, graphQuery, nodesQuery } from '@/api/nodes';
import { type Run, runQuery } from '@/api/runs';
import { paths } from '@/app/nav';
import { count, Empty, Page, Query, type TabItem, useParam, UrlTabs, useSearchState } from '@/kit';
import { RunActions } from './actions/RunActions';
import { Details } from './Details';
import { GanttView } from './gantt/GanttView';
import { GraphView } from './graph/GraphView';
import { Given, Notices, Subtitle } from './Header';
import { NodesTable } from './NodesTable';
import { NodePanel } from './panel/NodePanel';
import classes from './run.module.css';
import { useRefresh } from './useRefresh';

export default function RunPage() {
  const id = useParam('run');
  const run = useQuery(runQuery(id));
  useRefresh(id);
  const crumbs = [{ text: 'Runs', href: paths.runs() }];
  if (run.data === undefined) {
    return (
      <Page title="Run" crumbs={crumbs}>
        <Query result={run}>{() => null}</Query>
      </Page>
    );
  }
  return (
    <Page
      title={run.data.title}
      crumbs={crumbs}
      subtitle={<Subtitle run={run.data} />}
      actions={<RunActions key={id} run={run.data} />}
    >
      <Given run={run.data} />
      <Body key={id} run={run.data} />
    </Page>
  );
}

function Body({ run }: { run: Run }) {
  const graph = useQuery(graphQuery(run.run_id));
  const [search, setSearch] = useSearchState({ node: '' });
  const selected = search.node === '' ? null : search.node;
  const open = (name: string) => setSearch({ node: name }, { push: true });
  return (
    <>
      <Notices run={run} graph={graph.data} selected={selected} />
      <div className={classes.body} data-open={selected === null ? undefined : ''}>
        <div className={classes.view}>
          <UrlTabs label="Views of the run" param="view" tabs={viewsOf(run, graph, selected, open)} />
        </div>
        {selected !== null && graph.data !== undefined && (
          <div className={classes.beside}>
            <NodePanel
              run={run}
              name={selected}
              graph={graph.data}
              onClose={() => setSearch({ node: undefined }, { push: true })}
            />
          </div>
        )}
      </div>
    </>
  );
}

type GraphResult = ReturnType<typeof useQuery<Graph>>;

function viewsOf(run: Run, graph: GraphResult, selected: string | null, open: (name: string) => void): TabItem[] {
  const badge =
    graph.data === undefined ? undefined : (
      <span className={classes.note}>{graph.data.nodes.length.toLocaleString('en-US')}</span>
    );
  return [
    {
      id: 'graph',
      label: 'Graph',
      content: () => (
        <div className={classes.tall}>
          <Query result={graph}>
            {(data) =>
              data.nodes.length === 0 ? (
                <Empty title="This run has no nodes yet" hint="They appear when an engine begins to execute it." />
              ) : (
                <GraphView run={run.run_id} graph={data} selected={selected} onOpen={open} />
              )
            }
          </Query>
        </div>
      ),
    },
    { id: 'gantt', label: 'Gantt', content: () => <Timed run={run} selected={selected} open={open} /> },
    { id: 'nodes', label: 'Table', badge, content: () => <Listed run={run} selected={selected} /> },
    { id: 'details', label: 'Details', content: () => <Details run={run} /> },
  ];
}

function Timed({ run, selected, open }: { run: Run; selected: string | null; open: (name: string) => void }) {
  const nodes = useQuery(nodesQuery(run.run_id));
  return (
    <div className={classes.tall}>
      <Query result={nodes}>
        {(data) =>
          data.length === 0 ? (
            <Empty title="Nothing has started yet" hint={`The run has ${count(run.executions, 'execution')}.`} />
          ) : (
            <GanttView run={run} nodes={data} selected={selected} onOpen={open} />
          )
        }
      </Query>
    </div>
  );
}

function Listed({ run, selected }: { run: Run; selected: string | null }) {
  const nodes = useQuery(nodesQuery(run.run_id));
  return <Query result={nodes}>{(data) => <NodesTable run={run.run_id} nodes={data} selected={selected} />}</Query>;
}
