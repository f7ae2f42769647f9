import type { EChartsCoreOption } from 'echarts/core';
import type { Figures } from '@/api/deployments';
import { chartText } from '@/kit/chart/option';
import { formatNumber, formatTime } from '@/kit/format';
import { percent } from '@/pages/deployments/rows';
import { armShares, type Point, propensityLabels } from './series';

type Option = EChartsCoreOption;

interface Item {
  dataIndex: number;
}

/** What stands in the tooltip of a place of the time axis. */
function tip(lines: (index: number) => readonly string[]): Option {
  return {
    trigger: 'axis',
    formatter: (items: Item | Item[]) => {
      const first = Array.isArray(items) ? items[0] : items;
      return first === undefined ? '' : lines(first.dataIndex).join('\n');
    },
  };
}

const grid = { left: 12, right: 20, top: 16, bottom: 12, outerBoundsMode: 'same' };

function timeText(at: number): string {
  return formatTime(at, Date.now());
}

/** A line with a band around it. The band is a stack: an invisible line at its foot, and its height upon that. */
export function bandOption(points: readonly Point[], name: string, color: string): Option {
  const band = points.some((point) => point.low !== null && point.high !== null && point.low !== point.high);
  const hidden = { lineStyle: { opacity: 0 }, symbol: 'none', stack: 'band', stackStrategy: 'all', silent: true };
  const bands = [
    { type: 'line', ...hidden, data: points.map(({ at, low, high }) => [at, high === null ? null : low]) },
    {
      type: 'line',
      ...hidden,
      areaStyle: { color, opacity: 0.2 },
      data: points.map(({ at, low, high }) => [at, low === null || high === null ? null : high - low]),
    },
  ];
  return {
    grid,
    tooltip: tip((index) => {
      const point = points[index];
      if (point === undefined) return [];
      const known = band && point.low !== null && point.high !== null;
      return [
        timeText(point.at),
        `${name} ${formatNumber(point.value)}`,
        ...(known ? [`${formatNumber(point.low)} to ${formatNumber(point.high)}`] : []),
      ];
    }),
    xAxis: { type: 'time' },
    yAxis: { type: 'value', scale: true },
    series: [
      ...(band ? bands : []),
      {
        type: 'line',
        name,
        color,
        symbolSize: 4,
        showSymbol: points.filter((point) => point.value !== null).length < 3,
        data: points.map(({ at, value }) => [at, value]),
      },
    ],
  };
}

/** Decisions a second, as steps that stand on zero. */
export function rateOption(points: readonly Point[], color: string): Option {
  return {
    grid,
    tooltip: tip((index) => {
      const point = points[index];
      return point === undefined ? [] : [timeText(point.at), `${formatNumber(point.value)} decisions a second`];
    }),
    xAxis: { type: 'time' },
    yAxis: { type: 'value', min: 0 },
    series: [
      {
        type: 'line',
        step: 'end',
        symbol: 'none',
        color,
        areaStyle: { color, opacity: 0.2 },
        data: points.map(({ at, value }) => [at, value]),
      },
    ],
  };
}

/** In a tooltip there is room for so many arms. */
const mostInTip = 8;

/** The shares of the arms upon each other. */
export function sharesOption(figures: Figures): Option {
  const arms = armShares(figures);
  const times = figures.buckets.map((bucket) => Date.parse(bucket.at));
  return {
    grid: { ...grid, bottom: 40 },
    legend: { type: 'scroll', bottom: 0, data: arms.map((arm) => chartText(arm.name, 24)) },
    tooltip: tip((index) => {
      const at = times[index];
      if (at === undefined) return [];
      const named = arms
        .map(({ name, shares }) => ({ name, share: shares[index] ?? 0 }))
        .filter(({ share }) => share > 0)
        .sort((a, b) => b.share - a.share);
      const lines = named.slice(0, mostInTip).map(({ name, share }) => `${chartText(name, 24)} ${percent(share)}`);
      return [timeText(at), ...lines, ...(named.length > mostInTip ? [`and ${named.length - mostInTip} more`] : [])];
    }),
    xAxis: { type: 'time' },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (value: number) => percent(value) } },
    series: arms.map(({ name, shares }) => ({
      type: 'line',
      name: chartText(name, 24),
      stack: 'arms',
      symbol: 'none',
      lineStyle: { width: 1 },
      areaStyle: { opacity: 0.7 },
      data: times.map((at, index) => [at, shares[index] ?? null]),
    })),
  };
}

export function propensityOption(counts: readonly number[], color: string): Option {
  return {
    grid: { ...grid, bottom: 28 },
    tooltip: tip((index) => [
      `Propensity ${propensityLabels[index] ?? ''}`,
      `${formatNumber(counts[index])} decisions`,
    ]),
    xAxis: { type: 'category', data: propensityLabels, axisLabel: { interval: 1 } },
    yAxis: { type: 'value', min: 0 },
    series: [{ type: 'bar', barCategoryGap: '8%', color, data: [...counts] }],
  };
}
