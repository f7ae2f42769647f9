import { ActionIcon, TextInput, useComputedColorScheme } from '@mantine/core';
import { useThrottledValue } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import type { TrackingRun } from '@/api/tracking';
import { Empty, Failure, Icon, Loading, Num, Own, Section, seriesColors, useSearchState } from '@/kit';
import { curveAxes } from '../experiment/charts/axes';
import { Controls } from '../experiment/charts/Controls';
import { curveOf, readX } from '../experiment/charts/curves';
import { readSmoothing } from '../experiment/charts/smooth';
import { useHistories } from '../experiment/charts/useHistories';
import { useSeen } from '../experiment/charts/useSeen';
import { metricSections, withLatest } from './live';
import classes from './TrackingRun.module.css';

const CurveChart = lazy(() => import('../experiment/charts/CurveChart'));

interface Props {
  run: TrackingRun;
  metrics: readonly string[];
  none: string;
}

/** How often a history that grows is loaded again; the newest point is drawn as soon as it comes. */
const between = 3000;

/** Small multiples of the metrics of a run, one of them large. */
export function Curves({ run, metrics, none }: Props) {
  const [state, setState] = useSearchState({ x: 'step', smooth: '', find: '', metric: '' });
  const slow = useThrottledValue(run, between);
  const sections = useMemo(() => metricSections(metrics, state.find), [metrics, state.find]);
  if (metrics.length === 0) return <Empty title={none} hint="Curves appear here as soon as the run logs." />;
  const view = { run, slow, x: state.x, smooth: state.smooth };
  const large = metrics.includes(state.metric) ? state.metric : null;
  return (
    <>
      <Controls state={state} setState={setState}>
        <TextInput
          size="xs"
          aria-label="Search metrics"
          placeholder="Search metrics"
          leftSection={<Icon name="search" size={14} />}
          value={state.find}
          onChange={(event) => setState({ find: event.currentTarget.value })}
        />
      </Controls>
      {large !== null && <Panel key={large} {...view} metric={large} large onToggle={() => setState({ metric: '' })} />}
      {sections.length === 0 && <Empty title="No metric matches" />}
      {sections.map((section) => (
        <Section key={section.title} title={section.title === '' ? 'Metrics' : <Own text={section.title} />}>
          <div className={classes.multiples}>
            {section.metrics.map((metric) => (
              <Panel
                key={metric}
                {...view}
                metric={metric}
                large={false}
                onToggle={() => setState({ metric }, { push: true })}
              />
            ))}
          </div>
        </Section>
      ))}
    </>
  );
}

interface PanelProps {
  run: TrackingRun;
  slow: TrackingRun;
  metric: string;
  x: string;
  smooth: string;
  large: boolean;
  onToggle: () => void;
}

function Panel({ run, slow, metric, x, smooth, large, onToggle }: PanelProps) {
  const [logY, setLogY] = useState(false);
  const latest = run.metrics.get(metric);
  const { ref, seen } = useSeen();
  useEffect(() => {
    if (large) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [large, ref]);
  return (
    <section ref={ref} className={classes.panel} aria-label={metric}>
      <header className={classes.panelHead}>
        {large ? (
          <h2>
            <Own text={metric} />
          </h2>
        ) : (
          <h3>
            <Own text={metric} />
          </h3>
        )}
        <strong>
          <Num value={latest?.value} />
        </strong>
        <ActionIcon
          variant={logY ? 'light' : 'subtle'}
          color="gray"
          size={24}
          aria-pressed={logY}
          aria-label={`Logarithmic axis for ${metric}`}
          title="Logarithmic axis"
          onClick={() => setLogY(!logY)}
        >
          <Icon name="graph" size={14} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={large ? `Close ${metric}` : `Enlarge ${metric}`}
          title={large ? 'Close' : 'Enlarge'}
          onClick={onToggle}
        >
          <Icon name={large ? 'cross' : 'external'} size={14} />
        </ActionIcon>
      </header>
      {seen ? (
        <Drawn run={run} slow={slow} metric={metric} x={x} smooth={smooth} logY={logY} height={large ? 400 : 160} />
      ) : (
        <Loading rows={3} />
      )}
    </section>
  );
}

function Drawn({
  run,
  slow,
  metric,
  x,
  smooth,
  logY,
  height,
}: Omit<PanelProps, 'large' | 'onToggle'> & { logY: boolean; height: number }) {
  const colour = seriesColors(useComputedColorScheme('light'))[0] ?? '';
  const one = useMemo(() => [slow], [slow]);
  const result = useHistories(one, metric);
  const latest = run.metrics.get(metric);
  const history = result.data?.[0];
  const axes = useMemo(() => curveAxes(readX(x), false, logY), [x, logY]);
  const curve = useMemo(
    () =>
      history === undefined
        ? null
        : curveOf(withLatest(history, latest), { x: readX(x), smoothing: readSmoothing(smooth), logX: false, logY }),
    [history, latest, x, smooth, logY],
  );
  const groups = useMemo(() => (curve === null ? [] : [{ colour, curves: [curve] }]), [curve, colour]);
  if (result.isError) return <Failure error={result.error} onRetry={() => void result.refetch()} />;
  if (curve === null) return <Loading rows={3} />;
  return (
    <Suspense fallback={<Loading rows={3} />}>
      <CurveChart
        groups={groups}
        nameOf={() => metric}
        label={`${metric}, ${history?.total ?? 0} points`}
        axes={axes}
        height={height}
        small={height < 200}
      />
      {curve.hidden > 0 && <p className={classes.dim}>{curve.hidden} of its points cannot be drawn.</p>}
    </Suspense>
  );
}
