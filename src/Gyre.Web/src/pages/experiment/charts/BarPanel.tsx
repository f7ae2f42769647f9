import type { EChartsType } from 'echarts/core';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { Chart, count, Empty } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { barOption, barsOf } from './options';
import { type ChartContext, chartHeight, grey } from './panel';
import { SimpleTable } from './SimpleTable';
import type { ChartSpec } from './spec';

interface Props {
  spec: Extract<ChartSpec, { type: 'bar' }>;
  context: ChartContext;
  asTable: boolean;
}

export function BarPanel({ spec, context, asTable }: Props) {
  const { runs, groups, colours, onOpen } = context;
  const bars = useMemo(() => barsOf(runs, groups, spec.metric, colours, grey), [runs, groups, spec.metric, colours]);
  const option = useMemo(() => barOption(bars), [bars]);
  const latest = useRef({ bars, onOpen, groups });
  useEffect(() => {
    latest.current = { bars, onOpen, groups };
  });
  const onReady = useCallback((chart: EChartsType) => {
    chart.on('click', ({ dataIndex }) => {
      const bar = latest.current.bars[dataIndex];
      if (bar !== undefined && latest.current.groups === null) latest.current.onOpen(bar.id);
    });
  }, []);
  if (bars.length === 0) return <Empty title={`No run here has a finite ${spec.metric}`} />;
  if (asTable)
    return (
      <SimpleTable
        label={spec.metric}
        head={[groups === null ? 'Run' : 'Group', spec.metric, 'Runs']}
        rows={bars.map((bar) => [bar.name, bar.value, bar.runs])}
      />
    );
  return (
    <Chart
      more={moreCharts}
      option={option}
      height={chartHeight}
      label={`${spec.metric} of ${groups === null ? count(bars.length, 'run') : count(bars.length, 'group')}`}
      onReady={onReady}
    />
  );
}
