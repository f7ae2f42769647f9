import { Checkbox } from '@mantine/core';
import { useMemo } from 'react';
import type { PlanRow, PlanTable } from '@/api/experimentPlans';
import { type Column, Empty, Own, Section, Table } from '@/kit';
import { count } from '@/kit/format';
import { arrowOf, directionOf, shortNames } from './figures';
import { FigureCell } from './FigureCell';
import classes from './plan.module.css';

interface Props {
  tables: readonly PlanTable[];
  all: boolean;
  onAll: (all: boolean) => void;
}

/** Trials by metrics, a table for each dataset: mean and deviation over runs, the best marked. */
export function ResultsTab({ tables, all, onAll }: Props) {
  if (tables.every((table) => table.metrics.length === 0))
    return <Empty title="No results yet" hint="A trial's numbers stand here when its last experience is learned." />;
  return (
    <div className={classes.stack}>
      <p className={classes.dim}>
        Mean ± standard deviation over runs, which are partitions. Of several experiences these are the metrics of the
        last one, on its own examples; the matrix shows the whole stream.
      </p>
      <Checkbox size="xs" label="All metrics" checked={all} onChange={(event) => onAll(event.currentTarget.checked)} />
      {tables.map((table) => (
        <Section key={table.dataset} title={<Own text={table.dataset} />}>
          <OneTable table={table} all={all} />
        </Section>
      ))}
    </div>
  );
}

function OneTable({ table, all }: { table: PlanTable; all: boolean }) {
  const columns = useMemo(() => columnsOf(table, all), [table, all]);
  return (
    <Table
      label={`Results on ${table.dataset}`}
      rows={table.trials}
      columns={columns}
      rowKey={(row) => row.trial}
      exportName="results"
      toolbar={<span className={classes.dim}>{count(table.trials.length, 'trial')}</span>}
    />
  );
}

function columnsOf(table: PlanTable, all: boolean): Column<PlanRow>[] {
  const metrics = table.metrics.filter((metric) => all || metric.main);
  const names = shortNames(metrics.map((metric) => metric.name));
  return [
    {
      id: 'trial',
      header: 'Trial',
      width: 180,
      grow: true,
      pinned: true,
      value: (row) => row.trial,
      cell: (row) => <Own text={row.trial} />,
    },
    {
      id: 'runs',
      header: 'Runs',
      align: 'right',
      width: 76,
      hideBelow: 480,
      value: (row) => row.finished,
      cell: (row) => (
        <span title={`${row.finished} of ${row.runs} ended well`}>
          {row.finished}/{row.runs}
        </span>
      ),
    },
    ...metrics.map((metric, index): Column<PlanRow> => ({
      id: metric.name,
      header: `${names[index] ?? metric.name} ${arrowOf(metric)}`.trim(),
      align: 'right',
      width: 210,
      value: (row) => row.figures[metric.name]?.mean,
      cell: (row) => (
        <span title={`${metric.name}${directionOf(metric) === '' ? '' : `, ${directionOf(metric)}`}`}>
          <FigureCell figure={row.figures[metric.name]} />
        </span>
      ),
    })),
  ];
}
