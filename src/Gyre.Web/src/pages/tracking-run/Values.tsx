import { TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { TrackingRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import { type Column, count, Empty, Icon, Num, Own, Section, Table, Time, useSearchState } from '@/kit';
import classes from './TrackingRun.module.css';
import { type MetricRow, metricRows, type ParamRow, paramRows } from './valueRows';

const metricColumns: readonly Column<MetricRow>[] = [
  {
    id: 'key',
    header: 'Metric',
    grow: true,
    width: 140,
    value: (row) => row.key,
    cell: (row) => <Own text={row.key} />,
  },
  {
    id: 'value',
    header: 'Value',
    align: 'right',
    width: 112,
    value: (row) => row.value,
    cell: (row) => <Num value={row.value} />,
  },
  {
    id: 'step',
    header: 'Step',
    align: 'right',
    width: 80,
    value: (row) => row.step,
    cell: (row) => <Num value={row.step} />,
  },
  {
    id: 'at',
    header: 'Logged',
    width: 128,
    hideBelow: 480,
    value: (row) => row.timestamp,
    cell: (row) => <Time at={row.timestamp} />,
  },
];

const paramColumns: readonly Column<ParamRow>[] = [
  { id: 'key', header: 'Param', width: 160, value: (row) => row.key, cell: (row) => <Own text={row.key} /> },
  {
    id: 'value',
    header: 'Value',
    grow: true,
    width: 160,
    value: (row) => row.value,
    cell: (row) => <Own text={row.value} />,
  },
];

/** Everything that was logged as a value, with one search over both tables. */
export function Values({ run }: { run: TrackingRun }) {
  const [state, setState] = useSearchState({ text: '' });
  const metrics = useMemo(() => metricRows(run, state.text), [run, state.text]);
  const params = useMemo(() => paramRows(run, state.text), [run, state.text]);
  const searching = state.text !== '';
  return (
    <>
      <TextInput
        size="xs"
        maw={400}
        aria-label="Search params and metrics"
        placeholder="Search params and metrics"
        leftSection={<Icon name="search" size={14} />}
        value={state.text}
        onChange={(event) => setState({ text: event.currentTarget.value })}
      />
      <div className={classes.columns}>
        <Section title="Params">
          <Table
            label="Params"
            rows={params}
            columns={paramColumns}
            rowKey={(row) => row.key}
            exportName="params"
            toolbar={count(params.length, 'param')}
            empty={<Empty title={searching ? 'No param matches' : 'This run has no params'} />}
          />
        </Section>
        <Section title="Metrics">
          <Table
            label="Metrics"
            rows={metrics}
            columns={metricColumns}
            rowKey={(row) => row.key}
            rowLink={(row) =>
              paths.trackingRun(run.id, { tab: row.key.startsWith('system/') ? 'system' : 'curves', metric: row.key })
            }
            exportName="metrics"
            toolbar={count(metrics.length, 'metric')}
            empty={<Empty title={searching ? 'No metric matches' : 'This run has logged no metrics yet'} />}
          />
        </Section>
      </div>
    </>
  );
}
