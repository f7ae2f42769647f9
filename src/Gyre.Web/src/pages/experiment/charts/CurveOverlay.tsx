import type { EChartsType } from 'echarts/core';
import { type RefObject, useMemo, useState } from 'react';
import { Own } from '@/kit';
import type { CurveChartProps } from './CurveChart';
import type { Axes, Zoom } from './curveOption';
import type { Curve } from './curves';
import { type Box, curvesIn, fromPixel, nearest, type Scale, scaleThrough, svgPath, toPixel } from './geometry';
import classes from './CurveChart.module.css';
import { useDrag } from './useDrag';

interface Props extends CurveChartProps {
  height: number;
  chart: RefObject<EChartsType | null>;
  view: Zoom | null;
  onZoom: (zoom: Zoom | null) => void;
}

interface Hover {
  curve: Curve;
  colour: string;
  point: number;
  path: string;
  x: number;
  y: number;
}

/** How near to a curve the pointer has to come, in pixels. */
const reach = 12;

/** Where values stand on the canvas now; null before the chart is drawn. */
function scalesOf(chart: EChartsType | null, view: Zoom | null, axes: Axes): { sx: Scale; sy: Scale } | null {
  if (chart === null || view === null || chart.isDisposed()) return null;
  const low: unknown = chart.convertToPixel({ gridIndex: 0 }, [view.x.min, view.y.min]);
  const high: unknown = chart.convertToPixel({ gridIndex: 0 }, [view.x.max, view.y.max]);
  if (!Array.isArray(low) || !Array.isArray(high)) return null;
  const [lowX, lowY] = low as number[];
  const [highX, highY] = high as number[];
  if (lowX === undefined || lowY === undefined || highX === undefined || highY === undefined) return null;
  return {
    sx: scaleThrough(view.x.min, lowX, view.x.max, highX, axes.x.kind === 'log'),
    sy: scaleThrough(view.y.min, lowY, view.y.max, highY, axes.y.kind === 'log'),
  };
}

/** Lies over the canvas: finds the curve under the pointer, and takes drags as boxes. */
export function CurveOverlay(props: Props) {
  const { groups, chart, view, onZoom, picking, onPick, onOpen, height, axes, nameOf } = props;
  const [hover, setHover] = useState<Hover | null>(null);
  const flat = useMemo(
    () => groups.flatMap(({ curves, colour }) => curves.map((curve) => ({ curve, colour }))),
    [groups],
  );
  const curves = useMemo(() => flat.map((one) => one.curve), [flat]);

  const find = (px: number, py: number): Hover | null => {
    const scales = scalesOf(chart.current, view, axes);
    if (scales === null || chart.current?.containPixel({ gridIndex: 0 }, [px, py]) !== true) return null;
    const { sx, sy } = scales;
    const hit = nearest(curves, sx, sy, px, py, reach);
    const found = hit === null ? undefined : flat[hit.curve];
    if (hit === null || found === undefined) return null;
    const { curve, colour } = found;
    const [atX, atY] = [toPixel(sx, curve.x[hit.point] as number), toPixel(sy, curve.y[hit.point] as number)];
    return { curve, colour, point: hit.point, path: svgPath(curve, sx, sy), x: atX, y: atY };
  };
  const drag = useDrag({
    onMove: (place) => setHover(place === null ? null : find(...place)),
    onClick: (px, py) => {
      const hit = find(px, py);
      if (hit !== null) onOpen?.(hit.curve.id);
    },
    onBox: (box) => {
      const scales = scalesOf(chart.current, view, axes);
      if (scales === null) return;
      if (picking === true) onPick?.(curvesIn(curves, scales.sx, scales.sy, box));
      else onZoom(zoomOf(box, scales.sx, scales.sy));
    },
  });
  return (
    <div
      className={classes.overlay}
      style={{ height }}
      data-picking={picking === true ? '' : undefined}
      data-open={hover !== null && onOpen !== undefined ? '' : undefined}
      {...drag.handlers}
      onDoubleClick={() => onZoom(null)}
      aria-hidden="true"
    >
      {hover !== null && (
        <svg className={classes.highlight}>
          <path d={hover.path} stroke={hover.colour} />
          <circle cx={hover.x} cy={hover.y} r={4} fill={hover.colour} />
        </svg>
      )}
      {drag.box !== null && (
        <div
          className={classes.box}
          style={{
            left: drag.box.left,
            top: drag.box.top,
            width: drag.box.right - drag.box.left,
            height: drag.box.bottom - drag.box.top,
          }}
        />
      )}
      {hover !== null && <Tip hover={hover} axes={axes} name={nameOf(hover.curve.id)} />}
    </div>
  );
}

/** A box on the canvas as ranges of both axes; null when it is flat. */
function zoomOf(box: Box, sx: Scale, sy: Scale): Zoom | null {
  const x = { min: fromPixel(sx, box.left), max: fromPixel(sx, box.right) };
  const y = { min: fromPixel(sy, box.bottom), max: fromPixel(sy, box.top) };
  return x.min < x.max && y.min < y.max ? { x, y } : null;
}

function Tip({ hover, axes, name }: { hover: Hover; axes: Axes; name: string }) {
  const { curve, point } = hover;
  const side = hover.x > 220 ? { right: `calc(100% - ${hover.x - 12}px)` } : { left: hover.x + 12 };
  return (
    <div className={classes.tip} style={{ ...side, top: Math.max(0, hover.y - 28) }}>
      <span className={classes.swatch} style={{ background: hover.colour }} />
      <Own text={name} max={28} />
      <span>{axes.x.format(curve.x[point] as number)}</span>
      <strong>{axes.y.format(curve.y[point] as number)}</strong>
    </div>
  );
}
