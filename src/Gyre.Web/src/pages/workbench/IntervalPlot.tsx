import { useMemo } from 'react';
import type { Evaluation } from '@/api/deployments';
import { formatNumber, Own } from '@/kit';
import { type PlotRow, plotOf } from './plot';
import classes from './workbench.module.css';

/** Each estimate as a point in its interval; what served is the line through all of them. */
export function IntervalPlot({ evaluation }: { evaluation: Evaluation }) {
  const plot = useMemo(() => plotOf(evaluation), [evaluation]);
  const { logged } = evaluation;
  return (
    <figure className={classes.plot} aria-label="Estimates with their intervals">
      <div className={classes.track} data-head>
        <span />
        <span className={classes.loggedText}>
          what served: {formatNumber(logged.value)}, between {formatNumber(logged.low)} and {formatNumber(logged.high)}
        </span>
        <span />
      </div>
      {plot.rows.map((row) => (
        <div key={row.key} className={classes.track} data-first={row.first || undefined}>
          <span className={classes.method}>
            {row.first && (
              <b>
                {row.version} <Own text={row.kind} max={16} />
              </b>
            )}
            <span>{row.method}</span>
          </span>
          <Bar row={row} logged={plot.logged} />
          <span className={classes.value}>{formatNumber(row.interval.value)}</span>
        </div>
      ))}
      <div className={classes.track} aria-hidden="true">
        <span />
        <svg className={classes.axis}>
          {plot.ticks.map(({ value, at }) => (
            <text key={value} x={`${at}%`} y="14" textAnchor="middle">
              {formatNumber(value)}
            </text>
          ))}
        </svg>
        <span />
      </div>
    </figure>
  );
}

function Bar({ row, logged }: { row: PlotRow; logged: { low: number; value: number; high: number } }) {
  const { version, method, interval, low, value, high, verdict } = row;
  const words = `Version ${version}, ${method}: ${formatNumber(interval.value)}, between ${formatNumber(interval.low)} and ${formatNumber(interval.high)}`;
  return (
    <svg className={classes.bar} role="img" aria-label={words} data-verdict={verdict ?? undefined}>
      <title>{words}</title>
      <rect
        className={classes.band}
        x={`${logged.low}%`}
        width={`${Math.max(0, logged.high - logged.low)}%`}
        height="100%"
      />
      <line className={classes.logged} x1={`${logged.value}%`} x2={`${logged.value}%`} y1="0" y2="100%" />
      <line className={classes.interval} x1={`${low}%`} x2={`${high}%`} y1="50%" y2="50%" />
      <line className={classes.interval} x1={`${low}%`} x2={`${low}%`} y1="30%" y2="70%" />
      <line className={classes.interval} x1={`${high}%`} x2={`${high}%`} y1="30%" y2="70%" />
      <circle className={classes.point} cx={`${value}%`} cy="50%" r={verdict === null ? 3.5 : 5} />
    </svg>
  );
}
