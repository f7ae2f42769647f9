import { lazy, Suspense, useMemo } from 'react';
import { count, Empty, Loading } from '@/kit';
import { labelOf, valueOfField } from '../columns';
import { fieldAxis } from './axes';
import { byColour } from './curveOption';
import type { Curve } from './curves';
import { type ChartContext, chartHeight, grey } from './panel';
import { SimpleTable } from './SimpleTable';
import type { ChartSpec } from './spec';
import { axisOf, placeOn } from './stats';

const CurveChart = lazy(() => import('./CurveChart'));

interface Props {
  spec: Extract<ChartSpec, { type: 'scatter' }>;
  context: ChartContext;
  picking: boolean;
  asTable: boolean;
}

/** Each run as a point: a curve of one point, so that hovering, zooming and picking are the same. */
export function ScatterPanel({ spec, context, picking, asTable }: Props) {
  const { runs, colours, nameOf, onOpen, onMark } = context;
  const { x, y, logX, logY } = spec;
  const plot = useMemo(() => {
    const [axisX, axisY] = [axisOf(runs, x), axisOf(runs, y)];
    const points = runs.flatMap((run): Curve[] => {
      const [placeX, placeY] = [placeOn(axisX, run), placeOn(axisY, run)];
      const isDrawn = !Number.isNaN(placeX) && !Number.isNaN(placeY) && (!logX || placeX > 0) && (!logY || placeY > 0);
      return isDrawn ? [{ id: run.id, x: Float64Array.of(placeX), y: Float64Array.of(placeY), hidden: 0 }] : [];
    });
    return { axes: { x: fieldAxis(axisX, logX), y: fieldAxis(axisY, logY) }, points };
  }, [runs, x, y, logX, logY]);
  const groups = useMemo(() => byColour(plot.points, colours, grey), [plot.points, colours]);
  if (plot.points.length === 0) return <Empty title="No run here has both values" />;
  if (asTable) {
    const text = (value: string | number | null) => value;
    return (
      <SimpleTable
        label={`${labelOf(y)} over ${labelOf(x)}`}
        head={['Run', labelOf(x), labelOf(y)]}
        rows={runs.map((run) => [run.name, text(valueOfField(run, x)), text(valueOfField(run, y))])}
      />
    );
  }
  return (
    <Suspense fallback={<Loading rows={6} />}>
      <CurveChart
        groups={groups}
        nameOf={nameOf}
        label={`${labelOf(y)} over ${labelOf(x)} of ${count(plot.points.length, 'run')}`}
        axes={plot.axes}
        height={chartHeight}
        dots={8}
        picking={picking}
        onPick={(ids) => onMark(ids, null)}
        onOpen={onOpen}
      />
    </Suspense>
  );
}
