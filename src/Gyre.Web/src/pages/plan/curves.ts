import type { EChartsCoreOption } from 'echarts/core';
import type { PlanCurve, PlanLine } from '@/api/experimentPlans';
import { chartText, formatNumber } from '@/kit';

/** The colour of a trial is that of its place in the plan, in every picture. */
export function colourOf(trial: string, trials: readonly string[], palette: readonly string[]): string {
  return palette[Math.max(0, trials.indexOf(trial)) % palette.length] as string;
}

function hasBand(line: PlanLine): boolean {
  return line.lows.some((low, index) => low !== null && low !== line.means[index]);
}

/** The band between low and high: two lines on top of each other, of which the area of the second is filled. */
function bandOf(line: PlanLine, colour: string, stack: string): object[] {
  const pairs = line.steps.map((step, index) => [step, line.lows[index], line.highs[index]] as const);
  const silent = {
    type: 'line',
    stack,
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
  };
  const difference = (low: number | null | undefined, high: number | null | undefined) =>
    low == null || high == null ? null : high - low;
  return [
    { ...silent, name: `${stack} low`, data: pairs.map(([step, low]) => [step, low ?? null]) },
    {
      ...silent,
      name: `${stack} high`,
      data: pairs.map(([step, low, high]) => [step, difference(low, high)]),
      areaStyle: { color: colour, opacity: 0.16 },
    },
  ];
}

/** Where one experience ends and the next begins: upright lines over the whole field. */
function marksOf(curve: PlanCurve): object[] {
  const all = curve.lines.flatMap((line) => [...line.lows, ...line.means, ...line.highs]).filter((one) => one !== null);
  if (all.length === 0) return [];
  const [least, most] = all.reduce<[number, number]>(
    ([low, high], one) => [Math.min(low, one), Math.max(high, one)],
    [Infinity, -Infinity],
  );
  return curve.marks.map((mark) => ({
    type: 'line',
    name: `end ${mark}`,
    silent: true,
    symbol: 'none',
    tooltip: { show: false },
    lineStyle: { width: 1, type: 'dashed', color: '#8892a0', opacity: 0.55 },
    data: [
      [mark, least],
      [mark, most],
    ],
  }));
}

/** The option of a learning curve: a line with its band for each trial. */
export function curveOption(
  curve: PlanCurve,
  trials: readonly string[],
  palette: readonly string[],
): EChartsCoreOption {
  const names = curve.lines.map((line) => chartText(line.trial));
  return {
    grid: { left: 12, right: 24, top: 44, bottom: 24, outerBoundsMode: 'same' },
    legend: { type: 'scroll', top: 4, data: names },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => formatNumber(value) },
    xAxis: { type: 'value', name: 'step', nameLocation: 'middle', nameGap: 24, minInterval: 1 },
    yAxis: { type: 'value', scale: true, name: chartText(curve.name) },
    series: [
      ...marksOf(curve),
      ...curve.lines.flatMap((line, index) => {
        const colour = colourOf(line.trial, trials, palette);
        return [
          ...(hasBand(line) ? bandOf(line, colour, `band ${index}`) : []),
          {
            type: 'line',
            name: names[index],
            symbol: 'none',
            itemStyle: { color: colour },
            lineStyle: { color: colour },
            data: line.steps.map((step, at) => [step, line.means[at] ?? null]),
          },
        ];
      }),
    ],
  };
}

/** The option of the mean over the test sets so far. */
export function anytimeOption(
  lines: readonly { trial: string; anytime: readonly (number | null)[] }[],
  metric: string,
  trials: readonly string[],
  palette: readonly string[],
): EChartsCoreOption {
  const names = lines.map((line) => chartText(line.trial));
  return {
    grid: { left: 12, right: 24, top: 44, bottom: 24, outerBoundsMode: 'same' },
    legend: { type: 'scroll', top: 4, data: names },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => formatNumber(value) },
    xAxis: { type: 'value', name: 'after experience', nameLocation: 'middle', nameGap: 24, minInterval: 1 },
    yAxis: { type: 'value', scale: true, name: chartText(metric) },
    series: lines.map((line, index) => {
      const colour = colourOf(line.trial, trials, palette);
      return {
        type: 'line',
        name: names[index],
        itemStyle: { color: colour },
        lineStyle: { color: colour },
        data: line.anytime.map((value, experience) => [experience, value]),
      };
    }),
  };
}
