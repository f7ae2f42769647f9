import { lazy, Suspense, useEffect, useMemo } from 'react';
import type { History } from '@/api/tracking';
import { count, Empty, Failure, fetchCharts, Loading } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { curveAxes } from './axes';
import classes from './Charts.module.css';
import { byColour } from './curveOption';
import { type Curve, curveOf } from './curves';
import { type ChartContext, chartHeight, grey } from './panel';
import { SimpleTable } from './SimpleTable';
import type { ChartSpec } from './spec';
import { useHistories } from './useHistories';

const load = () => import('./CurveChart');
const CurveChart = lazy(load);

interface Props {
  spec: Extract<ChartSpec, { type: 'line' }>;
  context: ChartContext;
  picking: boolean;
  asTable: boolean;
}

export function LinePanel({ spec, context, picking, asTable }: Props) {
  const { metric, logX, logY } = spec;
  const { runs, colours, nameOf, x, smoothing, onOpen, onMark } = context;
  const result = useHistories(runs, metric);
  // The histories take a while: what draws them need not wait for them.
  useEffect(() => {
    fetchCharts(moreCharts);
    void Promise.allSettled([load()]);
  }, []);
  const curves = useMemo(
    () => (result.data ?? []).map((history) => curveOf(history, { x, smoothing, logX, logY })),
    [result.data, x, smoothing, logX, logY],
  );
  const groups = useMemo(() => byColour(curves, colours, grey), [curves, colours]);
  const axes = useMemo(() => curveAxes(x, logX, logY), [x, logX, logY]);
  if (!runs.some((run) => run.metrics.has(metric))) return <Empty title={`No run here has ${metric}`} />;
  if (result.isError) return <Failure error={result.error} onRetry={() => void result.refetch()} />;
  if (result.data === undefined) return <Loading rows={6} />;
  if (asTable)
    return (
      <SimpleTable
        label={metric}
        head={['Run', 'Points', 'First', 'Last', 'Min', 'Max']}
        rows={result.data.map((one) => summaryRow(one, nameOf))}
      />
    );
  return (
    <Suspense fallback={<Loading rows={6} />}>
      <CurveChart
        groups={groups}
        nameOf={nameOf}
        label={`${metric} of ${count(curves.length, 'run')}`}
        axes={axes}
        height={chartHeight}
        picking={picking}
        onPick={(ids) => onMark(ids, null)}
        onOpen={onOpen}
      />
      <Hidden curves={curves} />
    </Suspense>
  );
}

function Hidden({ curves }: { curves: readonly Curve[] }) {
  const hidden = curves.reduce((sum, curve) => sum + curve.hidden, 0);
  return hidden === 0 ? null : (
    <p className={classes.note}>
      {count(hidden, 'point')} cannot be drawn: not a finite number, or not positive on a logarithmic axis.
    </p>
  );
}

function summaryRow({ run, total, values }: History, nameOf: (id: string) => string): (string | number)[] {
  const finite = values.filter(Number.isFinite);
  const [min, max] = [
    finite.reduce((a, b) => Math.min(a, b), Infinity),
    finite.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return [
    nameOf(run),
    total,
    values[0] ?? NaN,
    values.at(-1) ?? NaN,
    finite.length === 0 ? NaN : min,
    finite.length === 0 ? NaN : max,
  ];
}
