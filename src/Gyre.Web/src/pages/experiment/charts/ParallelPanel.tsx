import type { EChartsType } from 'echarts/core';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { Chart, count, Empty } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { labelOf, serverName, valueOfField } from '../columns';
import { rangeClause } from '../filter/query';
import { parallelOption } from './options';
import { type ChartContext, grey } from './panel';
import { SimpleTable } from './SimpleTable';
import type { ChartSpec } from './spec';
import { type Axis, axisOf, type Ranges, runsWithin } from './stats';

interface Props {
  spec: Extract<ChartSpec, { type: 'parallel' }>;
  context: ChartContext;
  asTable: boolean;
}

interface AxisSelected {
  parallelAxisId?: string;
  intervals?: [number, number][];
}

/** Brushes on the axes mark the runs that pass through all of them. */
export function ParallelPanel({ spec, context, asTable }: Props) {
  const { runs, colours, onMark } = context;
  const axes = useMemo(() => spec.fields.map((field) => axisOf(runs, field)), [spec.fields, runs]);
  const option = useMemo(() => parallelOption(runs, axes, colours, grey), [runs, axes, colours]);
  const marked = useRef(new Map<number, Ranges>());
  const latest = useRef({ runs, axes, onMark });
  useEffect(() => {
    latest.current = { runs, axes, onMark };
  });
  useEffect(() => {
    // Drawing anew takes the brushes away.
    marked.current.clear();
  }, [option]);
  const onReady = useCallback((chart: EChartsType) => {
    chart.on('axisareaselected', (event: unknown) => {
      const { parallelAxisId = '', intervals = [] } = event as AxisSelected;
      const index = Number(parallelAxisId.replace('axis', ''));
      marked.current.set(
        index,
        intervals.map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
      );
      const now = latest.current;
      now.onMark(runsWithin(now.runs, now.axes, marked.current), clauseOf(now.axes, marked.current));
    });
  }, []);
  if (runs.length === 0) return <Empty title="There are no runs to draw" />;
  const head = ['Run', ...spec.fields.map(labelOf)];
  if (asTable)
    return (
      <SimpleTable
        label="Parallel coordinates"
        head={head}
        rows={runs.map((run) => [run.name, ...spec.fields.map((field) => valueOfField(run, field))])}
      />
    );
  return (
    <Chart
      more={moreCharts}
      option={option}
      height={320}
      label={`Parallel coordinates of ${count(runs.length, 'run')} over ${head.slice(1).join(', ')}`}
      onReady={onReady}
    />
  );
}

/** The same ranges as a condition for the server; null where an axis is text, which it compares only as a whole. */
function clauseOf(axes: readonly Axis[], marked: ReadonlyMap<number, Ranges>): string | null {
  const clauses: string[] = [];
  for (const [index, ranges] of marked) {
    const axis = axes[index];
    if (ranges.length === 0) continue;
    const name = axis?.field.kind === 'metric' ? serverName(axis.field) : null;
    const [range, another] = ranges;
    if (name === null || range === undefined || another !== undefined) return null;
    clauses.push(rangeClause(name, range[0], range[1]));
  }
  return clauses.length === 0 ? null : clauses.join(' AND ');
}
