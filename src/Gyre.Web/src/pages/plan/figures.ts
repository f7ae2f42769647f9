import type { PlanFigure, PlanMetric } from '@/api/experimentPlans';
import { formatNumber } from '@/kit/format';

/** "0.9512 ± 0.0034", both to the second digit of the deviation. */
export function figureText(figure: Pick<PlanFigure, 'mean' | 'deviation'> | undefined): string {
  if (figure === undefined || figure.mean === null) return '–';
  const { mean } = figure;
  // What is left of equal numbers by rounding is no spread.
  const deviation = figure.deviation !== null && figure.deviation < 1e-9 * Math.abs(mean) ? 0 : figure.deviation;
  if (deviation === null) return formatNumber(mean);
  if (deviation < 1e-4 || deviation >= 1e6 || Math.abs(mean) >= 1e6)
    return `${formatNumber(mean)} ± ${formatNumber(Number(deviation.toPrecision(2)))}`;
  const digits = Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(deviation))));
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}

/** Which side is better, for a heading; nothing where neither is. */
export function arrowOf(metric: Pick<PlanMetric, 'greater_is_better'>): string {
  if (metric.greater_is_better === null) return '';
  return metric.greater_is_better ? '↑' : '↓';
}

/** The same in words. */
export function directionOf(metric: Pick<PlanMetric, 'greater_is_better'>): string {
  if (metric.greater_is_better === null) return '';
  return metric.greater_is_better ? 'more is better' : 'less is better';
}

/** What is common to the beginnings of names says nothing about a column: `digit_tst_f1_score` beside `digit_tst_accuracy_score`. */
export function shortNames(names: readonly string[]): string[] {
  const parts = names.map((name) => name.split('_'));
  if (names.length < 2) return [...names];
  let common = 0;
  while (parts.every((one) => common < one.length - 1 && one[common] === parts[0]?.[common])) common++;
  return parts.map((one) => one.slice(common).join('_'));
}

/** The wanted one where there is one, else the first. */
export function choose(wanted: string, among: readonly string[]): string {
  return among.includes(wanted) ? wanted : (among[0] ?? '');
}
