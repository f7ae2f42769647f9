import { useComputedColorScheme } from '@mantine/core';
import { useReducedMotion } from '@mantine/hooks';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { init } from './chart/lib';
import { needsMore, withDefaults } from './chart/option';
import { chartTheme } from './chart/theme';
import classes from './Chart.module.css';

interface Props {
  option: EChartsCoreOption;
  height?: number;
  /** What the chart shows, in a sentence. */
  label: string;
  /** The same numbers as a table, on demand. */
  table?: () => ReactNode;
  /** `moreCharts` where the option may hold more than lines. */
  more?: () => Promise<unknown>;
  /** Gets the chart when it is made, to listen to brushes and clicks. */
  onReady?: (chart: EChartsType) => void;
}

interface Make {
  init: typeof init;
  /** Whether more than lines can be drawn. */
  more: boolean;
}

/** Fetches what draws charts while their data is still on its way. A failure shows when a chart is drawn. */
export function fetchCharts(more?: () => Promise<unknown>): void {
  void Promise.allSettled([import('./chart/lib'), more?.()]);
}

export function Chart({ option, height = 280, label, table, more: load, onReady }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const ready = useRef(onReady);
  const [make, setMake] = useState<Make | null>(null);
  const [asTable, setAsTable] = useState(false);
  const scheme = useComputedColorScheme('light');
  const calm = useReducedMotion() ?? false;

  useEffect(() => {
    ready.current = onReady;
  }, [onReady]);

  const more = needsMore(option);
  useEffect(() => {
    let gone = false;
    void Promise.all([import('./chart/lib'), more ? load?.() : null]).then(([lib]) => {
      if (!gone) setMake({ init: lib.init, more });
    });
    return () => {
      gone = true;
    };
  }, [more, load]);

  useEffect(() => {
    const element = host.current;
    if (make === null || element === null || asTable) return;
    const made = make.init(element, chartTheme(scheme));
    chart.current = made;
    ready.current?.(made);
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [make, scheme, asTable]);

  useEffect(() => {
    // An option that asks for what is still being loaded is drawn when that is there.
    if (make === null || (more && !make.more)) return;
    chart.current?.setOption(withDefaults(option, calm), { notMerge: true, lazyUpdate: true });
  }, [option, more, calm, make, scheme, asTable]);

  return (
    <figure className={classes.figure} aria-label={label}>
      {asTable ? (
        <div className={classes.table}>{table?.()}</div>
      ) : (
        <div ref={host} role="img" aria-label={label} style={{ height }} />
      )}
      {table !== undefined && (
        <button type="button" className={classes.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? 'Show as chart' : 'Show as table'}
        </button>
      )}
    </figure>
  );
}
