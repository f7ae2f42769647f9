import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type Ref, useCallback, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { formatExact, shorten } from '@/kit';
import { parseAnsi, type Span } from '@/kit/log/ansi';
import ansi from '@/kit/log/Log.module.css';
import { markHits } from './LogSearch';
import type { Line, LogStore } from './LogStore';
import classes from './Log.module.css';
import { lineHeight, scrollFor, viewOf } from './window';

/** Characters of a line that are drawn; the whole line is shown when it is chosen. */
const drawn = 2000;

export interface LinesHandle {
  scrollTo: (line: number) => void;
}

interface Props {
  store: LogStore;
  version: number;
  /** Text to mark. */
  wanted: string;
  current: number | null;
  times: boolean;
  follow: boolean;
  onFollow: (follow: boolean) => void;
  onChoose: (line: number) => void;
  ref: Ref<LinesHandle>;
}

export function LogLines({ store, version, wanted, current, times, follow, onFollow, onChoose, ref }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, height } = useElementSize<HTMLDivElement>();
  const [scrollTop, setScrollTop] = useState(0);
  const both = useMergedRef(scroller, sizeRef);
  const lines = store.size;
  const view = viewOf(scrollTop, height, lines);

  const scrollTo = useCallback(
    (line: number) => {
      const element = scroller.current;
      if (element !== null) element.scrollTop = scrollFor(line - store.first, element.clientHeight, store.size);
    },
    [store],
  );
  useImperativeHandle(ref, () => ({ scrollTo }), [scrollTo]);
  useEffect(() => {
    const element = scroller.current;
    if (follow && element !== null) element.scrollTop = element.scrollHeight;
  }, [follow, version, height]);

  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    setScrollTop(element.scrollTop);
    const atEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - lineHeight;
    // Growing alone moves the end away; only the reader scrolls up.
    if (follow && !atEnd && element.scrollTop < scrollTop) onFollow(false);
  };
  return (
    <div
      ref={both}
      className={classes.scroller}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label="Log"
      onScroll={onScroll}
    >
      <div className={classes.lines} style={{ height: view.height }}>
        <div className={classes.shown} style={{ transform: `translateY(${view.top}px)` }}>
          {Array.from({ length: view.count }, (_, at) => {
            const number = store.first + view.first + at;
            return (
              <LogLine
                key={number}
                number={number}
                line={store.line(number)}
                wanted={wanted}
                current={number === current}
                times={times}
                onChoose={onChoose}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface LineProps {
  number: number;
  line: Line | null;
  wanted: string;
  current: boolean;
  times: boolean;
  onChoose: (line: number) => void;
}

function LogLine({ number, line, wanted, current, times, onChoose }: LineProps) {
  if (line === null) return <div className={classes.line} />;
  const isLong = line.text.length > drawn;
  const spans = parseAnsi(isLong ? line.text.slice(0, drawn) : line.text);
  return (
    <div className={classes.line} data-stream={line.stream} data-current={current || undefined}>
      <button
        type="button"
        tabIndex={-1}
        className={classes.number}
        title="Show the whole line"
        onClick={() => onChoose(number)}
      >
        {number + 1}
      </button>
      {times && (
        <span className={classes.time} title={Number.isNaN(line.time) ? undefined : formatExact(line.time)}>
          {Number.isNaN(line.time) ? '' : timeOfDay(line.time)}
        </span>
      )}
      {line.stream === 'stderr' && <span className={classes.mark}>err</span>}
      <span className={`${ansi.text} ${classes.text}`} dir="ltr">
        {spans.map((span, index) => (
          <Piece key={index} span={span} wanted={wanted} />
        ))}
        {isLong && (
          <button type="button" tabIndex={-1} className={classes.more} onClick={() => onChoose(number)}>
            … {(line.text.length - drawn).toLocaleString('en-US')} more characters
          </button>
        )}
      </span>
    </div>
  );
}

function Piece({ span, wanted }: { span: Span; wanted: string }) {
  const { text, color, background, bold, dim, italic, underline } = span;
  const flags = [bold && 'bold', dim && 'dim', italic && 'italic', underline && 'underline'].filter(Boolean).join(' ');
  const parts = wanted === '' ? [{ text, isHit: false }] : markHits(text, wanted);
  return (
    <bdi data-fg={color} data-bg={background} data-flags={flags === '' ? undefined : flags} dir="ltr">
      {parts.map((part, index) => (part.isHit ? <mark key={index}>{part.text}</mark> : part.text))}
    </bdi>
  );
}

function timeOfDay(time: number): string {
  return shorten(
    new Date(time).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    16,
  );
}
