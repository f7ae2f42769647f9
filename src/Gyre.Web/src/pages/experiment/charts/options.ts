import type { EChartsCoreOption } from 'echarts/core';
import type { TrackingRun } from '@/api/tracking';
import { chartText } from '@/kit/chart/option';
import { formatNumber } from '@/kit/format';
import { labelOf } from '../columns';
import { type Group, summarise } from '../grouping';
import { type Axis, boxStats, finite, placeOn } from './stats';

/** A bar: a run, or the mean of a group. */
export interface Bar {
  id: string;
  name: string;
  value: number;
  colour: string;
  runs: number;
}

export function barsOf(
  runs: readonly TrackingRun[],
  groups: readonly Group[] | null,
  metric: string,
  colours: ReadonlyMap<string, string>,
  fallback: string,
): Bar[] {
  const valueIn = (run: TrackingRun) => run.metrics.get(metric)?.value ?? null;
  if (groups === null) {
    return runs.flatMap((run) => {
      const value = valueIn(run);
      const colour = colours.get(run.id) ?? fallback;
      return value === null || !Number.isFinite(value) ? [] : [{ id: run.id, name: run.name, value, colour, runs: 1 }];
    });
  }
  return groups.flatMap((group) => {
    const summary = summarise(group.runs.map(valueIn));
    const colour = colours.get(group.runs[0]?.id ?? '') ?? fallback;
    return summary === null
      ? []
      : [{ id: group.key, name: group.label, value: summary.mean, colour, runs: summary.runs }];
  });
}

interface TooltipItem {
  dataIndex: number;
}

/** Few bars lie, with their names beside them; many stand, without. */
export function barOption(bars: readonly Bar[]): EChartsCoreOption {
  const lying = bars.length <= 30;
  const names = {
    type: 'category',
    data: bars.map((bar) => chartText(bar.name, 24)),
    axisLabel: { show: lying, width: 140, overflow: 'truncate' },
  };
  const values = { type: 'value', axisLabel: { hideOverlap: true } };
  return {
    animation: false,
    grid: { left: 8, right: 24, top: 8, bottom: 8, outerBoundsMode: 'same' },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: TooltipItem) => {
        const bar = bars[dataIndex];
        if (bar === undefined) return '';
        return `${chartText(bar.name)}\n${formatNumber(bar.value)}${bar.runs > 1 ? `, mean of ${bar.runs} runs` : ''}`;
      },
    },
    xAxis: lying ? values : names,
    yAxis: lying ? { ...names, inverse: true } : values,
    series: [
      {
        type: 'bar',
        data: bars.map((bar) => ({ value: bar.value, itemStyle: { color: bar.colour } })),
        barMaxWidth: 18,
        barMinWidth: 1,
        animation: false,
      },
    ],
  };
}

export interface BoxRow {
  name: string;
  runs: number;
  stats: NonNullable<ReturnType<typeof boxStats>>;
}

export function boxRows(groups: readonly Group[], metric: string): BoxRow[] {
  return groups.flatMap((group) => {
    const values = finite(group.runs.map((run) => run.metrics.get(metric)?.value ?? null));
    const stats = boxStats(values);
    return stats === null ? [] : [{ name: group.label, runs: values.length, stats }];
  });
}

export function boxOption(rows: readonly BoxRow[], colour: string): EChartsCoreOption {
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 12, bottom: 8, outerBoundsMode: 'same' },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex, seriesIndex, value }: TooltipItem & { seriesIndex: number; value: unknown }) => {
        if (seriesIndex === 1) return Array.isArray(value) ? formatNumber(value[1]) : '';
        const row = rows[dataIndex];
        return row === undefined
          ? ''
          : `${chartText(row.name)}, ${row.runs} runs\nmedian ${formatNumber(row.stats.median)}\nquartiles ${formatNumber(row.stats.q1)} to ${formatNumber(row.stats.q3)}\nwhiskers ${formatNumber(row.stats.low)} to ${formatNumber(row.stats.high)}`;
      },
    },
    xAxis: { type: 'category', data: rows.map((row) => chartText(row.name, 16)), axisLabel: { hideOverlap: true } },
    yAxis: { type: 'value', scale: true },
    series: [
      {
        type: 'boxplot',
        data: rows.map(({ stats }) => [stats.low, stats.q1, stats.median, stats.q3, stats.high]),
        itemStyle: { color: 'transparent', borderColor: colour, borderWidth: 1.5 },
        boxWidth: [8, 48],
      },
      {
        type: 'scatter',
        data: rows.flatMap((row, index) => row.stats.outliers.map((value) => [index, value])),
        symbolSize: 5,
        itemStyle: { color: colour },
      },
    ],
  };
}

/** A run as a line across the axes: its places, with '-' where it has none. */
function lineOf(run: TrackingRun, axes: readonly Axis[]): (number | string)[] {
  return axes.map((axis) => {
    const place = placeOn(axis, run);
    return Number.isNaN(place) ? '-' : place;
  });
}

export function parallelOption(
  runs: readonly TrackingRun[],
  axes: readonly Axis[],
  colours: ReadonlyMap<string, string>,
  fallback: string,
): EChartsCoreOption {
  const byColour = new Map<string, TrackingRun[]>();
  for (const run of runs) {
    const colour = colours.get(run.id) ?? fallback;
    const own = byColour.get(colour);
    if (own === undefined) byColour.set(colour, [run]);
    else own.push(run);
  }
  const opacity = runs.length <= 50 ? 0.8 : runs.length <= 300 ? 0.5 : 0.3;
  return {
    animation: false,
    parallel: { left: 48, right: 72, top: 36, bottom: 24, parallelAxisDefault: { nameLocation: 'end', nameGap: 12 } },
    parallelAxis: axes.map((axis, dim) => ({
      id: `axis${dim}`,
      dim,
      name: chartText(labelOf(axis.field), 18),
      ...(axis.kind === 'text'
        ? {
            type: 'category',
            data: axis.categories.map((one) => chartText(one, 24)),
            axisLabel: { width: 80, overflow: 'truncate' },
          }
        : { type: 'value', scale: true }),
    })),
    series: [...byColour].map(([colour, own]) => ({
      type: 'parallel',
      data: own.map((run) => lineOf(run, axes)),
      lineStyle: { color: colour, width: 1, opacity },
      inactiveOpacity: 0.04,
      activeOpacity: Math.min(1, opacity + 0.2),
      progressive: 0,
      animation: false,
      silent: true,
    })),
  };
}
