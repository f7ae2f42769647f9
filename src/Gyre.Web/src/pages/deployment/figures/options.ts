import type { EChartsCoreOption } from 'echarts/core';
import { chartText } from '@/kit/chart/option';
import { formatNumber, formatTime } from '@/kit/format';
import { roughly } from '@/pages/deployments/rows';
import type { ArmShare, Point } from './series';

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

/** The shares of the arms upon each other, each in the colour that the legend below the chart gives it. */
export function sharesOption(arms: readonly ArmShare[], times: readonly number[], colors: readonly string[]): Option {
  return {
    grid,
    tooltip: tip((index) => {
      const at = times[index];
      if (at === undefined) return [];
      const lines = arms
        .map(({ name, shares }) => ({ name, share: shares[index] ?? 0 }))
        .filter(({ share }) => share > 0)
        .sort((a, b) => b.share - a.share)
        .map(({ name, share }) => `${chartText(name, 24)} ${roughly(share)}`);
      return [timeText(at), ...lines];
    }),
    xAxis: { type: 'time' },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (value: number) => roughly(value) } },
    series: arms.map(({ shares }, at) => ({
      type: 'line',
      color: colors[at % colors.length],
      stack: 'arms',
      symbol: 'none',
      lineStyle: { width: 1 },
      areaStyle: { opacity: 0.7 },
      data: times.map((time, index) => [time, shares[index] ?? null]),
    })),
  };
}
