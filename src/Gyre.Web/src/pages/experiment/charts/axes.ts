import { formatDuration, formatExact, formatNumber } from '@/kit/format';
import type { Axes, AxisSpec } from './curveOption';
import type { XKind } from './curves';
import type { Axis } from './stats';

/** The axes of a chart of curves. */
export function curveAxes(x: XKind, logX: boolean, logY: boolean): Axes {
  return {
    x:
      x === 'wall'
        ? { kind: 'time', format: (value) => formatExact(value).split(' (')[0] ?? '' }
        : {
            kind: logX ? 'log' : 'value',
            format: x === 'step' ? (value) => `step ${formatNumber(value)}` : formatDuration,
          },
    y: { kind: logY ? 'log' : 'value', format: formatNumber },
  };
}

/** An axis of a scatter plot. Times of runs are shown as such. */
export function fieldAxis(axis: Axis, log: boolean): AxisSpec {
  if (axis.kind === 'text') {
    return { kind: 'text', categories: axis.categories, format: (value) => axis.categories[value] ?? '' };
  }
  const isTime = axis.field.kind === 'attribute' && (axis.field.key === 'start' || axis.field.key === 'end');
  if (isTime) return { kind: 'time', format: (value) => formatExact(value).split(' (')[0] ?? '' };
  return { kind: log ? 'log' : 'value', format: formatNumber };
}
