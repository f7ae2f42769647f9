import { useQuery } from '@tanstack/react-query';
import { type Run, runResultsQuery } from '@/api/runs';
import { paths } from '@/app/nav';
import { type Column, Facts, Id, Json, Own, Section, shortId, Table, Time, To } from '@/kit';
import { valueText } from './panel/parameters';
import classes from './run.module.css';

interface Given {
  name: string;
  value: unknown;
}

const columns: Column<Given>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 200,
    grow: true,
    value: (row) => row.name,
    cell: (row) => <Own text={row.name} />,
  },
  {
    id: 'value',
    header: 'Value',
    width: 200,
    grow: true,
    value: (row) => valueText(row.value),
    cell: (row) => <Own text={valueText(row.value)} />,
  },
];

export function Details({ run }: { run: Run }) {
  const given = Object.entries(run.parameters as Record<string, unknown>).map(([name, value]) => ({ name, value }));
  return (
    <div className={classes.details}>
      <Section title="Run">
        <Facts
          items={[
            ['Id', <Id key="id" value={run.run_id} />],
            ['Project', <Own key="project" text={run.project} />],
            ['Pipeline', <Own key="pipeline" text={run.pipeline} />],
            ['Accepted', <Time key="created" at={run.created_at} />],
            ['Ended', <Time key="ended" at={run.ended_at} />],
            run.revision == null ? null : ['Revision', <Id key="revision" value={run.revision} />],
            run.commit == null ? null : ['Commit', <Id key="commit" value={run.commit} />],
            run.reference == null ? null : ['Asked for as', <Own key="reference" text={run.reference} />],
            run.commit == null ? null : ['Files', run.dirty ? 'differ from the commit' : 'as in the commit'],
            run.cycle_id == null
              ? null
              : [
                  'Cycle',
                  <To key="cycle" href={paths.cycle(run.cycle_id)}>
                    turn {run.turn ?? '?'} of {shortId(run.cycle_id)}
                  </To>,
                ],
            run.parent_run_id == null
              ? null
              : [
                  'Started by',
                  <To key="parent" href={paths.run(run.parent_run_id)}>
                    run {shortId(run.parent_run_id)}
                  </To>,
                ],
            run.tags.length === 0 ? null : ['Tags', <Own key="tags" text={run.tags.join(', ')} />],
          ]}
        />
      </Section>
      <Section title="Parameters given">
        <Table
          label="Parameters given"
          rows={given}
          columns={columns}
          rowKey={(row) => row.name}
          exportName="parameters"
          height={400}
          empty={<p className={classes.note}>None: every parameter has its default.</p>}
        />
      </Section>
      <Results run={run.run_id} />
    </div>
  );
}

/** Typed outputs of the pipeline, where it declares some. */
function Results({ run }: { run: string }) {
  const results = useQuery(runResultsQuery(run));
  const outputs = results.data?.outputs;
  const isEmpty = typeof outputs !== 'object' || outputs === null || Object.keys(outputs).length === 0;
  const artifacts = Object.keys(results.data?.artifacts ?? {});
  if (isEmpty && artifacts.length === 0) return null;
  return (
    <Section title="Outputs of the pipeline">
      {!isEmpty && <Json value={outputs} />}
      {artifacts.length > 0 && <Json value={results.data?.artifacts} />}
    </Section>
  );
}
