import { Switch } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { CopyButton } from './CopyButton';
import { stripAnsi } from './log/ansi';
import { Line } from './log/Line';
import { findLines, type LogLine } from './log/lines';
import classes from './log/Log.module.css';
import { SearchBar } from './log/SearchBar';

interface Props {
  lines: readonly LogLine[];
  /** Whether more may come; the view then follows the end until the reader scrolls up. */
  live?: boolean;
  height?: number;
  label?: string;
  /** Beside the search: a download, a state. */
  tools?: ReactNode;
}

const lineHeight = 18;

export function LogView({ lines, live = false, height = 420, label = 'Log', tools }: Props) {
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState(0);
  const [follow, setFollow] = useState(live);
  const scroller = useRef<HTMLDivElement>(null);
  const found = useMemo(() => findLines(lines, text), [lines, text]);
  const place = Math.max(0, Math.min(wanted, found.length - 1));
  const current = found[place];
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 30,
  });
  useEffect(() => {
    if (follow && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [follow, lines.length, virtual]);
  useEffect(() => {
    if (current !== undefined) virtual.scrollToIndex(current, { align: 'center' });
  }, [current, virtual]);
  const step = (by: number) => {
    setFollow(false);
    setWanted(found.length === 0 ? 0 : (place + by + found.length) % found.length);
  };
  const search = (value: string) => {
    setText(value);
    setWanted(0);
    // A search that the end pulls away from under the reader finds nothing.
    if (value !== '') setFollow(false);
  };
  return (
    <div className={classes.log}>
      <div className={classes.bar}>
        <SearchBar text={text} onText={search} found={found.length} place={place} onStep={step} />
        <span className={classes.space} />
        {live && (
          <Switch
            size="xs"
            label="Follow"
            checked={follow}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
        )}
        {tools}
        <CopyButton text={() => lines.map((line) => stripAnsi(line.text)).join('\n')} label="Copy the log" />
      </div>
      <div
        ref={scroller}
        className={classes.scroller}
        style={{ height: Math.min(height, Math.max(3, lines.length) * lineHeight + 16) }}
        tabIndex={0}
        role="log"
        aria-label={label}
        aria-live="off"
        onWheel={(event) => {
          if (event.deltaY < 0) setFollow(false);
        }}
        onKeyDown={(event) => {
          if (['ArrowUp', 'PageUp', 'Home'].includes(event.key)) setFollow(false);
        }}
      >
        <div style={{ height: virtual.getTotalSize() }} className={classes.lines}>
          {virtual.getVirtualItems().map((item) => (
            <Line
              key={item.key}
              line={lines[item.index]}
              number={item.index + 1}
              top={item.start}
              current={item.index === current}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
