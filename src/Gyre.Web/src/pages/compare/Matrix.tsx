import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useRef } from 'react';
import classes from './Compare.module.css';

interface Props {
  label: string;
  rows: number;
  columns: number;
  /** What stands in the corner above the row heads. */
  corner: ReactNode;
  rowHead: (row: number) => ReactNode;
  columnHead: (column: number) => ReactNode;
  cell: (row: number, column: number) => ReactNode;
  headWidth?: number;
  columnWidth?: number;
}

const rowHeight = 36;
const headHeight = 56;

/** A table of which only what is in view exists, down and across: 1,000 runs by 1,000 keys. */
export function Matrix({
  label,
  rows,
  columns,
  corner,
  rowHead,
  columnHead,
  cell,
  headWidth = 200,
  columnWidth = 136,
}: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const getScrollElement = () => scroller.current;
  const down = useVirtualizer({
    count: rows,
    getScrollElement,
    estimateSize: () => rowHeight,
    overscan: 8,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns,
    getScrollElement,
    estimateSize: () => columnWidth,
    overscan: 3,
    paddingStart: headWidth,
    scrollPaddingStart: headWidth,
  });
  const shown = across.getVirtualItems();
  const place = (column: number) => ({ left: headWidth + column * columnWidth, width: columnWidth });
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows + 1}
      aria-colcount={columns + 1}
      tabIndex={0}
      className={classes.matrix}
      style={{ height: `min(${headHeight + rows * rowHeight + 14}px, 72vh)` }}
    >
      <div
        role="rowgroup"
        className={classes.sheet}
        style={{ height: down.getTotalSize(), width: across.getTotalSize() }}
      >
        <div role="row" aria-rowindex={1} className={classes.headRow} style={{ height: headHeight }}>
          <div role="columnheader" aria-colindex={1} className={classes.corner} style={{ width: headWidth }}>
            {corner}
          </div>
          <Cells role="columnheader" columns={shown} place={place} content={columnHead} />
        </div>
        {down.getVirtualItems().map((row) => (
          <div
            key={row.index}
            role="row"
            aria-rowindex={row.index + 2}
            className={classes.row}
            style={{ transform: `translateY(${row.start}px)`, height: rowHeight }}
          >
            <div role="rowheader" aria-colindex={1} className={classes.rowHead} style={{ width: headWidth }}>
              {rowHead(row.index)}
            </div>
            <Cells role="cell" columns={shown} place={place} content={(column) => cell(row.index, column)} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface CellsProps {
  role: 'cell' | 'columnheader';
  columns: readonly VirtualItem[];
  place: (column: number) => CSSProperties;
  content: (column: number) => ReactNode;
}

function Cells({ role, columns, place, content }: CellsProps) {
  return columns.map(({ index }) => (
    <div
      key={index}
      role={role}
      aria-colindex={index + 2}
      className={role === 'cell' ? classes.cell : classes.columnHead}
      style={place(index)}
    >
      {content(index)}
    </div>
  ));
}
