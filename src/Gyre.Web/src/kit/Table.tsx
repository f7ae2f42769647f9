import type { ReactNode } from 'react';
import { Failure } from './Failure';
import { Loading } from './Loading';
import { ExportMenu } from './table/ExportMenu';
import { type Column, leastWidth, type Sort, template } from './table/model';
import classes from './table/Table.module.css';
import { TableHead } from './table/TableHead';
import { TableRow } from './table/TableRow';
import { headHeight, rowHeight, useGrid } from './table/useGrid';

export interface TableProps<T> {
  /** What the table lists, for readers of the screen: "Runs". */
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  /** A path from `paths`. The first column becomes the link, so its cell must not hold a link or button. */
  rowLink?: (row: T) => string | undefined;
  /** Without it the table keeps its own order. Rows are sorted here unless `onNeed` is given. */
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selected?: readonly string[];
  onSelect?: (keys: string[]) => void;
  empty?: ReactNode;
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  /** Name of the exported file; without it there is no export. */
  exportName?: string;
  /** Loads all rows for the export, where `rows` holds only some. */
  exportRows?: () => Promise<readonly T[]>;
  /** Pixels at most; default 70% of the window. */
  height?: number;
  /** Rows in all, where they are loaded as they come into view. */
  total?: number;
  /** Called with the rows in view (end excluded) when some of them may not be loaded. */
  onNeed?: (range: { start: number; end: number }) => void;
  /** What stands at the left above the rows: a count, filters, actions on the selection. */
  toolbar?: ReactNode;
}

/** Room for a bar at the bottom of a table that scrolls sideways. */
const scrollbar = 14;

export function Table<T>(props: TableProps<T>) {
  const { rows, columns, empty, loading, error, onRetry, exportName, exportRows, toolbar } = props;
  const load = exportRows ?? (() => rows);
  const bar =
    toolbar !== undefined || exportName !== undefined ? (
      <div className={classes.bar}>
        <div>{toolbar}</div>
        {exportName !== undefined && <ExportMenu name={exportName} columns={columns} load={load} />}
      </div>
    ) : null;
  if (error !== undefined && error !== null && rows.length === 0) {
    return <Failure error={error} {...(onRetry === undefined ? {} : { onRetry })} />;
  }
  const none = rows.length === 0 && (props.total ?? 0) === 0;
  if (none && loading !== true && empty !== undefined) return <>{empty}</>;
  return (
    <div className={classes.frame}>
      {bar}
      {none ? (
        <div className={classes.state}>{loading === true ? <Loading /> : 'There is nothing here.'}</div>
      ) : (
        <Grid {...props} />
      )}
    </div>
  );
}

function Grid<T>(props: TableProps<T>) {
  const { label, rowKey, rowLink, height } = props;
  const { attach, sorted, count, shown, offsets, selectable, chosen, ...grid } = useGrid(props);
  const most = height === undefined ? '70vh' : `${height}px`;
  return (
    <div
      ref={attach}
      role="grid"
      aria-label={label}
      aria-rowcount={count + 1}
      aria-multiselectable={selectable || undefined}
      className={classes.scroller}
      style={{
        ...gridVariables(template(shown, selectable), leastWidth(shown, selectable)),
        height: `min(${count * rowHeight + headHeight + scrollbar}px, ${most})`,
      }}
      onKeyDown={grid.onKeyDown}
    >
      <div className={classes.grid} role="presentation">
        <TableHead columns={shown} offsets={offsets} sort={grid.sort} onSort={grid.setSort} select={grid.selectAll} />
        <div role="rowgroup" className={classes.body} style={{ height: grid.height }}>
          {grid.items.map((item) => {
            const row = sorted[item.index];
            return (
              <TableRow
                key={row === undefined ? item.index : rowKey(row)}
                row={row}
                index={item.index}
                top={item.start - headHeight}
                columns={shown}
                offsets={offsets}
                link={row === undefined ? undefined : rowLink?.(row)}
                selected={selectable ? row !== undefined && chosen.has(rowKey(row)) : null}
                focusable={item.index === grid.active}
                onToggle={grid.toggle}
                onOpen={grid.open}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Custom properties, which React's types of `style` do not know. */
function gridVariables(columns: string, least: number): Record<string, string> {
  return { '--columns': columns, '--least': `${least}px` };
}
