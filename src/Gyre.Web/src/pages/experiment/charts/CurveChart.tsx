import type { EChartsType } from 'echarts/core';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Chart } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import './lines';
import { CurveOverlay } from './CurveOverlay';
import { type Axes, type ColouredCurves, curveOption, viewOf, type Zoom } from './curveOption';
import classes from './CurveChart.module.css';

export interface CurveChartProps {
  groups: readonly ColouredCurves[];
  /** What a curve is called, by its id. */
  nameOf: (id: string) => string;
  label: string;
  /** Keep it stable: it is drawn again when it changes. */
  axes: Axes;
  height?: number;
  small?: boolean;
  /** The size of single points; of a scatter plot. */
  dots?: number;
  /** What dragging does: zoom, or pick the curves in the box. */
  picking?: boolean;
  onPick?: (ids: string[]) => void;
  onOpen?: (id: string) => void;
}

export default function CurveChart(props: CurveChartProps) {
  const { groups, axes, height = 280, small = false, dots, label } = props;
  const chart = useRef<EChartsType | null>(null);
  const [zoomed, setZoomed] = useState<{ axes: Axes; zoom: Zoom } | null>(null);
  // Another axis has other numbers: a zoom made on the old one means nothing on it.
  const zoom = zoomed?.axes === axes ? zoomed.zoom : null;
  const option = useMemo(
    () => curveOption({ groups, axes, zoom, small, ...(dots === undefined ? {} : { dots }) }),
    [groups, axes, zoom, small, dots],
  );
  const view = useMemo(() => viewOf({ groups, axes, zoom }), [groups, axes, zoom]);
  const onReady = useCallback((made: EChartsType) => {
    chart.current = made;
  }, []);
  const changeZoom = useCallback((next: Zoom | null) => setZoomed(next === null ? null : { axes, zoom: next }), [axes]);
  return (
    <div className={classes.frame}>
      <Chart more={moreCharts} option={option} height={height} label={label} onReady={onReady} />
      <CurveOverlay {...props} height={height} chart={chart} view={view} onZoom={changeZoom} />
      {zoom !== null && (
        <button type="button" className={classes.reset} onClick={() => changeZoom(null)}>
          Reset zoom
        </button>
      )}
    </div>
  );
}
