import type { EChartsCoreOption } from 'echarts/core';
import type { History } from '@/api/tracking';
import { chartText } from '@/kit';

/** Whether a history is worth a curve: several points that are numbers. */
export function isCurve(history: History): boolean {
  let finite = 0;
  for (const value of history.values) if (Number.isFinite(value) && ++finite > 1) return true;
  return false;
}

/** A metric over its steps; over time where every point has the same step. Gaps stay gaps. */
export function curveOption(key: string, history: History): EChartsCoreOption {
  const byTime = history.steps.every((step) => step === history.steps[0]);
  const points = Array.from(history.values, (value, at): [number, number | null] => [
    (byTime ? history.times[at] : history.steps[at]) ?? 0,
    Number.isFinite(value) ? value : null,
  ]);
  points.sort((a, b) => a[0] - b[0]);
  return {
    grid: { left: 8, right: 16, top: 12, bottom: 8, outerBoundsMode: 'same' },
    tooltip: { trigger: 'axis' },
    xAxis: { type: byTime ? 'time' : 'value', minInterval: byTime ? undefined : 1, scale: true },
    yAxis: { type: 'value', scale: true },
    series: [
      { type: 'line', name: chartText(key), data: points, showSymbol: points.length <= 30, connectNulls: false },
    ],
  };
}
