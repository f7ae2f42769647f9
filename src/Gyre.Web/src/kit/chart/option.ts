import type { EChartsCoreOption } from 'echarts/core';

/**
 * What every chart gets: tooltips drawn on the canvas (the policy allows no style in HTML, and names from outside stay
 * text), no motion where the reader asked for none, and a grid that leaves room for the labels.
 */
export function withDefaults(option: EChartsCoreOption, calm: boolean): EChartsCoreOption {
  const tooltip = option['tooltip'];
  const usesGrid = option['xAxis'] !== undefined && option['grid'] === undefined;
  return {
    animation: !calm,
    animationDuration: 200,
    ...(usesGrid ? { grid: { left: 12, right: 20, top: 36, bottom: 12, outerBoundsMode: 'same' } } : {}),
    ...option,
    ...(tooltip === undefined ? {} : { tooltip: mend(tooltip) }),
    aria: { enabled: false },
  };
}

/** Whether the option holds more than lines. */
export function needsMore(option: EChartsCoreOption): boolean {
  if (option['legend'] !== undefined) return true;
  const series: unknown = option['series'];
  const list: unknown[] = Array.isArray(series) ? series : [series];
  return list.some((one) => typeof one === 'object' && one !== null && 'type' in one && one.type !== 'line');
}

function mend(tooltip: unknown): unknown {
  if (Array.isArray(tooltip)) return tooltip.map(mend);
  return typeof tooltip === 'object' && tooltip !== null
    ? { confine: true, ...tooltip, renderMode: 'richText' }
    : { confine: true, renderMode: 'richText' };
}

/** A text in a label or tooltip: short, on one line, without the braces that ECharts would read as a style. */
export function chartText(text: string, max = 40): string {
  const points = [...text.replace(/[\r\n\t]+/g, ' ').slice(0, max * 4)];
  const cut = points.length > max ? `${points.slice(0, max - 1).join('')}…` : points.join('');
  return cut.replaceAll('{', '(').replaceAll('}', ')').replaceAll('|', '¦');
}
