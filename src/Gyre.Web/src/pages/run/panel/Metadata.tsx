import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type NodeRun, nodeTrackingQuery } from '@/api/nodes';
import { getHistory, type History, runStreamUrl } from '@/api/tracking';
import { paths } from '@/app/nav';
import { Chart, type Column, count, Empty, isLive, Num, Own, Section, Table, To } from '@/kit';
import { curveOption, isCurve } from './curves';
import classes from './panel.module.css';
import { valueText } from './parameters';
import { metricOf } from './trialRows';

interface Row {
  key: string;
  value: unknown;
}

const columns: Column<Row>[] = [
  { id: 'key', header: 'Key', width: 160, grow: true, value: (row) => row.key, cell: (row) => <Own text={row.key} /> },
  {
    id: 'value',
    header: 'Latest value',
    width: 160,
    grow: true,
    align: 'right',
    value: (row) => (typeof row.value === 'number' ? row.value : valueText(row.value)),
    cell: (row) => (typeof row.value === 'number' ? <Num value={row.value} /> : <Own text={valueText(row.value)} />),
  },
];

/** What the step printed as metadata: the latest values, and curves from the tracking run that keeps every point. */
export function Metadata({ run, node }: { run: string; node: NodeRun }) {
  const tracking = useQuery(nodeTrackingQuery(run, node));
  const id = tracking.data ?? null;
  useTrackingPace(id, run, node);
  const rows = useMemo(() => Object.entries(node.metadata).map(([key, value]) => ({ key, value })), [node.metadata]);
  const numbers = rows.filter((row) => metricOf(node, row.key) !== null).map((row) => row.key);
  return (
    <div className={classes.stack}>
      {rows.length === 0 ? (
        <Empty
          title="No metadata"
          hint="A line of JSON that the step prints, such as {“loss”: 0.1}, becomes metadata here."
        />
      ) : (
        <Table
          label="Metadata"
          rows={rows}
          columns={columns}
          rowKey={(row) => row.key}
          exportName={`${node.name}-metadata`}
          height={320}
        />
      )}
      {id !== null && (
        <p className={classes.lead}>
          <To href={paths.trackingRun(id)}>Open the tracking run of this node run</To>
        </p>
      )}
      {id !== null && numbers.length > 0 && <Curves tracking={id} keys={numbers} />}
    </div>
  );
}

/** Curves are refreshed at most this often while the step prints. */
const pause = 1500;

/** While the node run goes on, the tracking run's own stream says when there are new points. */
function useTrackingPace(id: string | null, run: string, node: NodeRun): void {
  const client = useQueryClient();
  const live = isLive(node.state) && node.state !== 'waiting';
  const { name } = node;
  useEffect(() => {
    if (id === null || !live) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const source = new EventSource(runStreamUrl(id));
    const refresh = () => {
      timer = undefined;
      void client.invalidateQueries({ queryKey: ['tracking-run', id, 'curve'] });
      void client.invalidateQueries({ queryKey: ['run', run, 'node', name] });
    };
    source.addEventListener('metrics', () => {
      timer ??= setTimeout(refresh, pause);
    });
    source.addEventListener('end', () => source.close());
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, id, live, run, name]);
}

const fewCurves = 6;
const maxPoints = 500;

function Curves({ tracking, keys }: { tracking: string; keys: readonly string[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? keys : keys.slice(0, fewCurves);
  return (
    <Section title="Curves">
      {shown.map((key) => (
        <Curve key={key} tracking={tracking} metric={key} />
      ))}
      {shown.length < keys.length && (
        <Button onClick={() => setAll(true)}>Show {count(keys.length - shown.length, 'more metric')}</Button>
      )}
    </Section>
  );
}

function Curve({ tracking, metric }: { tracking: string; metric: string }) {
  const history = useQuery({
    queryKey: ['tracking-run', tracking, 'curve', metric],
    queryFn: ({ signal }) => getHistory(tracking, metric, maxPoints, signal),
  });
  const { data } = history;
  const option = useMemo(
    () => (data === undefined || !isCurve(data) ? null : curveOption(metric, data)),
    [data, metric],
  );
  if (data === undefined || option === null) return null;
  return (
    <div>
      <h3 className={classes.small}>
        <Own text={metric} />
      </h3>
      <Chart
        option={option}
        height={160}
        label={`${metric.slice(0, 80)} over ${count(data.total, 'point')}`}
        table={() => <Points history={data} />}
      />
    </div>
  );
}

interface Point {
  index: number;
  step: number;
  value: number;
}

const pointColumns: Column<Point>[] = [
  {
    id: 'step',
    header: 'Step',
    width: 110,
    align: 'right',
    value: (point) => point.step,
    cell: (point) => <Num value={point.step} />,
  },
  {
    id: 'value',
    header: 'Value',
    width: 140,
    grow: true,
    align: 'right',
    value: (point) => point.value,
    cell: (point) => <Num value={point.value} />,
  },
];

function Points({ history }: { history: History }) {
  const rows = Array.from(history.values, (value, index) => ({ index, value, step: history.steps[index] ?? 0 }));
  return (
    <Table
      label="Points"
      rows={rows}
      columns={pointColumns}
      rowKey={(point) => String(point.index)}
      exportName="points"
      height={240}
    />
  );
}
