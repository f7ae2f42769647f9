import { type MouseEvent, memo } from 'react';
import { To } from '../To';
import type { Column } from './model';
import classes from './Table.module.css';

interface Props<T> {
  row: T | undefined;
  index: number;
  top: number;
  columns: readonly Column<T>[];
  offsets: ReadonlyMap<string, number>;
  link: string | undefined;
  /** Null when rows cannot be chosen. */
  selected: boolean | null;
  focusable: boolean;
  onToggle: (index: number) => void;
  onOpen: (index: number) => void;
}

/** Clicks on something of its own inside a row do not open the row; neither does the end of selecting text. */
function isOwnClick(event: MouseEvent<HTMLElement>): boolean {
  const own =
    event.target instanceof Element && event.target.closest('a, button, input, label, select, textarea, [role="menu"]');
  return Boolean(own) || !event.currentTarget.contains(event.target as Node) || getSelection()?.isCollapsed === false;
}

function Row<T>({ row, index, top, columns, offsets, link, selected, focusable, onToggle, onOpen }: Props<T>) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected ?? undefined}
      data-index={index}
      data-link={link === undefined ? undefined : ''}
      tabIndex={focusable ? 0 : -1}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      onClick={(event) => {
        if (link !== undefined && !isOwnClick(event)) onOpen(index);
      }}
    >
      {selected !== null && (
        <div role="gridcell" className={classes.select} data-pinned>
          <input
            type="checkbox"
            className={classes.check}
            tabIndex={-1}
            aria-label={`Select row ${index + 1}`}
            checked={selected}
            onChange={() => onToggle(index)}
          />
        </div>
      )}
      {columns.map((column, place) => {
        const left = offsets.get(column.id);
        const content = row === undefined ? <span className={classes.ghost} /> : column.cell(row);
        return (
          <div
            key={column.id}
            role="gridcell"
            className={classes.cell}
            data-align={column.align}
            data-pinned={left === undefined ? undefined : ''}
            style={left === undefined ? undefined : { left }}
          >
            {place === 0 && link !== undefined ? (
              <To href={link} className={classes.link} tabIndex={-1}>
                {content}
              </To>
            ) : (
              content
            )}
          </div>
        );
      })}
    </div>
  );
}

export const TableRow = memo(Row) as typeof Row;
