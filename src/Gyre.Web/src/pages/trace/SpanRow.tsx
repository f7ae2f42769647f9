import { useComputedColorScheme } from '@mantine/core';
import { type CSSProperties, memo } from 'react';
import { colorOf, Icon, Own, shorten } from '@/kit';
import time from '@/kit/timeRows.module.css';
import { formatMillis, shareOf, type Stretch } from './scale';
import type { SpanNode } from './tree';
import classes from './Waterfall.module.css';

interface Props {
  node: SpanNode;
  index: number;
  top: number;
  view: Stretch;
  origin: number;
  /** Null for a span without children. */
  isOpen: boolean | null;
  isSelected: boolean;
  isFocusable: boolean;
  onFocus: (index: number) => void;
  onSelect: (id: string) => void;
  onFold: ((node: SpanNode) => void) | null;
}

/** Deeper spans are not moved further to the right, or their names would leave the column. */
const deepest = 10;

export const SpanRow = memo(function SpanRow(props: Props) {
  const { node, index, top, view, origin, isOpen, isSelected, isFocusable, onFocus, onSelect, onFold } = props;
  const { span, depth } = node;
  const words = wordsOf(node, origin);
  return (
    <div
      role="row"
      aria-level={depth + 1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-expanded={isOpen ?? undefined}
      tabIndex={isFocusable ? 0 : -1}
      data-row={index}
      className={`${time.row} ${classes.row}`}
      style={{ transform: `translateY(${top}px)` }}
      title={`${shorten(span.name, 200)}: ${words}`}
      onFocus={() => onFocus(index)}
      onClick={() => onSelect(span.id)}
    >
      <span role="rowheader" className={classes.name} style={{ paddingLeft: 4 + Math.min(depth, deepest) * 12 }}>
        <Fold node={node} isOpen={isOpen} onFold={onFold} />
        {depth > deepest && <span className={classes.dim}>{depth}</span>}
        {span.state === 'error' && (
          <span className={classes.bad}>
            <Icon name="warn" size={14} />
          </span>
        )}
        <Own text={span.name} />
        {isOpen === false && (
          <span className={classes.dim} data-bad={node.hasError || undefined}>
            +{node.below.toLocaleString('en-US')}
          </span>
        )}
      </span>
      <span role="gridcell" className={`${time.track} ${classes.track}`} aria-label={words}>
        <Bar node={node} view={view} />
      </span>
    </div>
  );
});

/** For the pointer; the keyboard has the arrow keys. */
function Fold({ node, isOpen, onFold }: { node: SpanNode; isOpen: boolean | null; onFold: Props['onFold'] }) {
  if (isOpen === null || onFold === null) return <span className={classes.noFold} />;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.fold}
      aria-label={`${isOpen ? 'Fold' : 'Unfold'} ${shorten(node.span.name, 60)}`}
      onClick={(event) => {
        event.stopPropagation();
        onFold(node);
      }}
    >
      <Icon name={isOpen ? 'down' : 'right'} size={12} />
    </button>
  );
}

function Bar({ node, view }: { node: SpanNode; view: Stretch }) {
  const scheme = useComputedColorScheme('light');
  const { span } = node;
  const end = span.end ?? view.to;
  const place = shareOf(span.start, end, view);
  if (place === null) return null;
  const right = place.left + place.width;
  const label = span.end === null ? 'in progress' : formatMillis(span.end - span.start);
  return (
    <>
      <span
        className={classes.bar}
        data-bad={span.state === 'error' || undefined}
        data-open={span.end === null || undefined}
        style={{
          left: `${place.left * 100}%`,
          width: `${place.width * 100}%`,
          background: span.type === '' ? 'var(--gyre-idle)' : colorOf(span.type, scheme),
        }}
      />
      <span
        className={`${time.after} ${classes.after}`}
        style={labelPlace(place.left, right)}
        data-inside={isInside(place.left, right) || undefined}
      >
        {label}
      </span>
    </>
  );
}

/** A bar over the whole width leaves no room beside it: the words stand on it. */
function isInside(left: number, right: number): boolean {
  return right > 0.8 && left < 0.2;
}

function labelPlace(left: number, right: number): CSSProperties {
  if (isInside(left, right)) return { right: 8 };
  return right > 0.8 ? { right: `${(1 - left) * 100}%` } : { left: `${right * 100}%` };
}

/** The row in words, for hovering and for screen readers. */
function wordsOf({ span }: SpanNode, origin: number): string {
  const parts = [`begins at ${formatMillis(span.start - origin)}`];
  parts.push(span.end === null ? 'in progress' : `takes ${formatMillis(span.end - span.start)}`);
  if (span.type !== '') parts.unshift(shorten(span.type, 40));
  if (span.state === 'error') parts.push(span.message === '' ? 'failed' : `failed: ${shorten(span.message, 200)}`);
  return parts.join(', ');
}
