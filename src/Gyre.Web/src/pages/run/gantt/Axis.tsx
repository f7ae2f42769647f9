import { formatDuration } from '@/kit';
import time from '@/kit/timeRows.module.css';
import { shareOf, type Span, ticksOf } from './bars';

/** Time from the beginning of the run, at round steps. */
export function Axis({ span, origin, width }: { span: Span; origin: number; width: number }) {
  const ticks = ticksOf(span, origin, Math.max(2, Math.floor(width / 90)));
  return (
    <div role="row" className={time.axis} aria-rowindex={1}>
      <span role="columnheader" className={time.corner}>
        Node run
      </span>
      <span role="columnheader" className={time.track}>
        {ticks.map((tick) => {
          const place = shareOf(origin + tick, origin + tick, span);
          return place === null ? null : (
            <span key={tick} className={time.tick} style={{ left: `${place.left * 100}%` }}>
              {tick === 0 ? '0' : formatDuration(tick / 1000)}
            </span>
          );
        })}
      </span>
    </div>
  );
}
