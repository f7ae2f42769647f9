import { useMemo } from 'react';
import { parseAnsi, type Span } from './ansi';
import type { LogLine } from './lines';
import classes from './Log.module.css';

interface Props {
  line: LogLine | undefined;
  number: number;
  top: number;
  current: boolean;
}

export function Line({ line, number, top, current }: Props) {
  const spans = useMemo(() => parseAnsi(line?.text ?? ''), [line?.text]);
  return (
    <div
      className={classes.line}
      style={{ transform: `translateY(${top}px)` }}
      data-stream={line?.stream}
      data-current={current || undefined}
    >
      <span className={classes.number} title={line?.time ?? undefined}>
        {number}
      </span>
      <span className={classes.text} dir="ltr">
        {spans.map((span, index) => (
          <Piece key={index} span={span} />
        ))}
      </span>
    </div>
  );
}

function Piece({ span }: { span: Span }) {
  const { text, color, background, bold, dim, italic, underline } = span;
  const flags = [bold && 'bold', dim && 'dim', italic && 'italic', underline && 'underline'].filter(Boolean).join(' ');
  return (
    <span data-fg={color} data-bg={background} data-flags={flags === '' ? undefined : flags}>
      {text}
    </span>
  );
}
