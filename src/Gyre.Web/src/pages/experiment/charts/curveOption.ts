import type { EChartsCoreOption } from 'echarts/core';
import { chartText } from '@/kit/chart/option';
import { type Curve, type Extent, extentsOf, flatten, padded } from './curves';

/** How an axis is read. */
export interface AxisSpec {
  kind: 'value' | 'log' | 'time' | 'text';
  /** Of an axis of text, what stands at 0, 1, 2... */
  categories?: readonly string[];
  /** A value for a reader. */
  format: (value: number) => string;
}

/** Curves of one colour. */
export interface ColouredCurves {
  colour: string;
  curves: readonly Curve[];
}

export interface Zoom {
  x: Extent;
  y: Extent;
}

export interface Axes {
  x: AxisSpec;
  y: AxisSpec;
}

interface Given {
  groups: readonly ColouredCurves[];
  axes: Axes;
  zoom: Zoom | null;
  /** Room for labels goes when the chart is small. */
  small?: boolean;
  /** The size of single points, in pixels. */
  dots?: number;
}

/** Many lines hide each other: they get thinner and lighter. */
export function strokeOf(count: number): { width: number; opacity: number } {
  if (count <= 12) return { width: 1.75, opacity: 1 };
  if (count <= 100) return { width: 1.25, opacity: 0.85 };
  return { width: 1, opacity: count <= 400 ? 0.6 : 0.45 };
}

/** What is in view: the zoom, or everything with room for a line that is flat. */
export function viewOf({ groups, axes, zoom }: Pick<Given, 'groups' | 'axes' | 'zoom'>): Zoom | null {
  if (zoom !== null) return zoom;
  const all = extentsOf(groups.flatMap((group) => group.curves));
  if (all === null) return null;
  return { x: wholeOf(axes.x, all.x), y: wholeOf(axes.y, all.y) };
}

function wholeOf(axis: AxisSpec, extent: Extent): Extent {
  if (axis.kind === 'text') return { min: -0.5, max: Math.max(0.5, (axis.categories?.length ?? 1) - 0.5) };
  return padded(extent, axis.kind === 'log');
}

function axisOption(axis: AxisSpec, extent: Extent | null, fixed: boolean, zoomed: boolean): object {
  const { kind, categories } = axis;
  const bounds = extent !== null && (fixed || zoomed || kind === 'text') ? { min: extent.min, max: extent.max } : {};
  const labels = {
    hideOverlap: true,
    ...(zoomed ? { showMinLabel: false, showMaxLabel: false } : {}),
    ...(kind === 'text' ? { formatter: (value: number) => chartText(categories?.[value] ?? '', 16) } : {}),
  };
  return {
    type: kind === 'text' ? 'value' : kind,
    scale: true,
    ...bounds,
    axisLabel: labels,
    ...(kind === 'text' ? { minInterval: 1, splitLine: { show: false } } : {}),
  };
}

/**
 * The chart of many curves. All curves of a colour are one series of flat typed arrays. An invisible series with two
 * corners gives the axes their extent, because "lines" has none of its own.
 */
export function curveOption({ groups, axes, zoom, small, dots }: Given): EChartsCoreOption {
  const view = viewOf({ groups, axes, zoom });
  const count = groups.reduce((sum, group) => sum + group.curves.length, 0);
  const stroke = { ...strokeOf(count), dots };
  const corners =
    view === null
      ? []
      : [
          [view.x.min, view.y.min],
          [view.x.max, view.y.max],
        ];
  const edges = small === true ? { left: 4, right: 8, top: 8, bottom: 4 } : { left: 8, right: 16, top: 12, bottom: 8 };
  return {
    animation: false,
    grid: { ...edges, outerBoundsMode: 'same' },
    xAxis: axisOption(axes.x, view?.x ?? null, dots === undefined, zoom !== null),
    yAxis: axisOption(axes.y, view?.y ?? null, false, zoom !== null),
    series: [
      { type: 'scatter', data: corners, symbolSize: 0, silent: true, animation: false },
      ...groups.flatMap(({ colour, curves }) => seriesOf(curves, colour, stroke)),
    ],
  };
}

interface Stroke {
  width: number;
  opacity: number;
  dots: number | undefined;
}

function seriesOf(curves: readonly Curve[], colour: string, { width, opacity, dots: size }: Stroke): object[] {
  const { strokes, dots } = flatten(curves);
  const lines = {
    type: 'lines',
    coordinateSystem: 'cartesian2d',
    polyline: true,
    large: true,
    largeThreshold: 1,
    progressive: 0,
    silent: true,
    clip: true,
    animation: false,
    dimensions: ['value'],
    data: strokes,
    lineStyle: { color: colour, width, opacity, join: 'round' },
  };
  const points = {
    type: 'scatter',
    large: dots.length > 4000,
    silent: true,
    clip: true,
    animation: false,
    symbolSize: size ?? width + 2.5,
    dimensions: ['x', 'y'],
    data: dots,
    itemStyle: { color: colour, opacity },
  };
  return [...(strokes.length > 0 ? [lines] : []), ...(dots.length > 0 ? [points] : [])];
}

/** The same curves by colour, in the order in which the colours come. */
export function byColour(
  curves: readonly Curve[],
  colours: ReadonlyMap<string, string>,
  fallback: string,
): ColouredCurves[] {
  const groups = new Map<string, Curve[]>();
  for (const curve of curves) {
    const colour = colours.get(curve.id) ?? fallback;
    const group = groups.get(colour);
    if (group === undefined) groups.set(colour, [curve]);
    else group.push(curve);
  }
  return [...groups].map(([colour, own]) => ({ colour, curves: own }));
}
