import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Column, CopyAs, curlOf, Facts, Num, Own, Query, Section, State, Table, Time } from '@/kit';
import { healthQuery, type Loop } from './queries';
import classes from './Settings.module.css';

export function Health() {
  const health = useQuery(healthQuery);
  return (
    <div className={classes.stack}>
      <div className={classes.bar}>
        <CopyAs cli="gyre doctor" curl={curlOf('GET', '/health')} />
        <Button loading={health.isFetching} onClick={() => void health.refetch()}>
          Ask again
        </Button>
      </div>
      <Query result={health}>
        {(data) => (
          <>
            <Facts
              items={[
                ['Server', <State value={data.status} />],
                data.reason == null ? null : ['Why', <Own text={data.reason} />],
              ]}
            />
            <Section title="Loops">
              <p className={classes.quiet}>
                What the server does beside answering. A loop that fails waits and tries again by itself.
              </p>
              <Table
                label="Loops"
                rows={data.loops ?? []}
                columns={columns}
                rowKey={(loop) => loop.name}
                exportName="loops"
                empty={<p className={classes.quiet}>The server does not tell its loops to this token.</p>}
              />
            </Section>
          </>
        )}
      </Query>
    </div>
  );
}

const columns: Column<Loop>[] = [
  { id: 'name', header: 'Loop', cell: (loop) => <Own text={loop.name} />, value: (loop) => loop.name, width: 160 },
  {
    id: 'state',
    header: 'State',
    cell: (loop) => <State value={loop.state} />,
    value: (loop) => loop.state,
    width: 120,
  },
  {
    id: 'beat',
    header: 'Last went well',
    cell: (loop) => <Time at={loop.last_beat} relative />,
    value: (loop) => loop.last_beat,
    width: 130,
    hideBelow: 480,
  },
  {
    id: 'failures',
    header: 'Failures in a row',
    cell: (loop) => <Num value={loop.failures ?? 0} />,
    value: (loop) => loop.failures,
    align: 'right',
    width: 140,
    hideBelow: 640,
  },
  {
    id: 'why',
    header: 'Waits for',
    cell: (loop) => <Own text={loop.waiting_for} />,
    value: (loop) => loop.waiting_for,
    grow: true,
    width: 140,
    hideBelow: 760,
  },
];
