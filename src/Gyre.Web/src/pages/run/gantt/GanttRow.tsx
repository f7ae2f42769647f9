import { memo } from 'react';
import { formatDuration, Icon, Own, shorten, toneOf, wordOf } from '@/kit';
import time from '@/kit/timeRows.module.css';
import { type Bar, shareOf, type Span } from './bars';
import classes from './Gantt.module.css';

interface Props {
  bar: Bar;
  index: number;
  top: number;
  span: Span;
  selected: boolean;
  onOpen: (name: string) => void;
}

export const GanttRow = memo(function GanttRow({ bar, index, top, span, selected, onOpen }: Props) {
  const words = wordsOf(bar);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${time.row} ${classes.row}`}
      data-tone={toneOf(bar.state)}
      data-selected={selected || undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="rowheader" className={classes.name}>
        <button
          type="button"
          className={classes.open}
          data-row={index}
          style={{ paddingLeft: 8 + bar.depth * 14 }}
          onClick={() => onOpen(bar.name)}
          aria-current={selected || undefined}
        >
          <Own text={bar.label} />
        </button>
      </span>
      <span role="cell" className={time.track} title={`${shorten(bar.name, 100)}: ${words}`} aria-label={words}>
        <Marks bar={bar} span={span} />
      </span>
    </div>
  );
});

function Marks({ bar, span }: { bar: Bar; span: Span }) {
  const { queuedAt, startedAt, endedAt } = bar;
  if (startedAt === null || endedAt === null) return <span className={classes.none}>{wordOf(bar.state)}</span>;
  const queue = queuedAt === null ? null : shareOf(queuedAt, startedAt, span);
  const work = shareOf(startedAt, endedAt, span);
  return (
    <>
      {queue !== null && (
        <span className={classes.queueBar} style={{ left: `${queue.left * 100}%`, width: `${queue.width * 100}%` }} />
      )}
      {work !== null && (
        <span
          className={classes.workBar}
          data-hit={bar.isHit || undefined}
          style={{ left: `${work.left * 100}%`, width: `${work.width * 100}%` }}
        />
      )}
      {work !== null && (
        <span
          className={`${time.after} ${classes.after}`}
          style={
            work.left + work.width > 0.8
              ? { right: `${(1 - work.left) * 100}%` }
              : { left: `${(work.left + work.width) * 100}%` }
          }
        >
          {bar.isHit && <Icon name="bolt" size={12} />}
          {!bar.isHit && formatDuration((endedAt - startedAt) / 1000)}
          {bar.attempts > 1 && ` · ${bar.attempts} attempts`}
          {bar.state !== 'succeeded' && ` · ${wordOf(bar.state)}`}
        </span>
      )}
    </>
  );
}

/** The row in words, for hovering and for screen readers. */
function wordsOf(bar: Bar): string {
  const parts = [wordOf(bar.state)];
  if (bar.isHit) parts.push('from the cache');
  if (bar.queuedAt !== null && bar.startedAt !== null)
    parts.push(`${formatDuration((bar.startedAt - bar.queuedAt) / 1000)} in the queue`);
  if (bar.startedAt !== null && bar.endedAt !== null && !bar.isHit)
    parts.push(`${formatDuration((bar.endedAt - bar.startedAt) / 1000)} at work`);
  if (bar.attempts > 1) parts.push(`${bar.attempts} attempts`);
  return parts.join(', ');
}
