import { useMemo } from 'react';
import { Chart, count, Empty } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { groupRuns } from '../grouping';
import { boxOption, boxRows } from './options';
import { type ChartContext, chartHeight } from './panel';
import { SimpleTable } from './SimpleTable';
import { type ChartSpec, titleOf } from './spec';

interface Props {
  spec: Extract<ChartSpec, { type: 'box' }>;
  context: ChartContext;
  asTable: boolean;
  colour: string;
}

export function BoxPanel({ spec, context, asTable, colour }: Props) {
  const { runs, groups } = context;
  const rows = useMemo(() => {
    const all = [{ key: 'all', label: 'All runs', has: true, parent: null, runs: [...runs] }];
    const own = spec.by === null ? (groups ?? all) : groupRuns(runs, { by: 'field', field: spec.by });
    return boxRows(own, spec.metric);
  }, [runs, groups, spec.by, spec.metric]);
  const option = useMemo(() => boxOption(rows, colour), [rows, colour]);
  if (rows.length === 0) return <Empty title={`No run here has a finite ${spec.metric}`} />;
  const title = titleOf(spec);
  if (asTable) {
    return (
      <SimpleTable
        label={title}
        head={['Group', 'Runs', 'Low whisker', 'Lower quartile', 'Median', 'Upper quartile', 'High whisker']}
        rows={rows.map(({ name, runs: number, stats }) => [
          name,
          number,
          stats.low,
          stats.q1,
          stats.median,
          stats.q3,
          stats.high,
        ])}
      />
    );
  }
  return (
    <Chart
      more={moreCharts}
      option={option}
      height={chartHeight}
      label={`${title}, ${count(rows.length, 'box', 'boxes')}`}
    />
  );
}
