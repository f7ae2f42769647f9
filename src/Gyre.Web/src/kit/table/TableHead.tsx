import { Icon } from '../icons';
import { type Column, nextSort, parseSort, type Sort } from './model';
import classes from './Table.module.css';

interface Props<T> {
  columns: readonly Column<T>[];
  offsets: ReadonlyMap<string, number>;
  sort: Sort;
  onSort: (sort: Sort) => void;
  select: { all: boolean; some: boolean; toggle: () => void } | null;
}

export function TableHead<T>({ columns, offsets, sort, onSort, select }: Props<T>) {
  const by = parseSort(sort);
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.row}>
        {select !== null && (
          <div role="columnheader" className={classes.select} data-pinned>
            <input
              type="checkbox"
              className={classes.check}
              aria-label="Select all rows"
              checked={select.all}
              ref={(box) => {
                if (box !== null) box.indeterminate = !select.all && select.some;
              }}
              onChange={select.toggle}
            />
          </div>
        )}
        {columns.map((column) => {
          const sorted = by.id === column.id && sort !== '';
          const sortable = column.value !== undefined && column.sortable !== false;
          const left = offsets.get(column.id);
          return (
            <div
              key={column.id}
              role="columnheader"
              className={classes.cell}
              data-align={column.align}
              data-pinned={left === undefined ? undefined : ''}
              style={left === undefined ? undefined : { left }}
              aria-sort={sortable ? (sorted ? (by.descending ? 'descending' : 'ascending') : 'none') : undefined}
            >
              {sortable ? (
                <button
                  type="button"
                  className={classes.sort}
                  title={column.header}
                  onClick={() => onSort(nextSort(sort, column.id))}
                >
                  <span className={classes.headText}>{column.header}</span>
                  {sorted && <Icon name={by.descending ? 'down' : 'up'} size={12} />}
                </button>
              ) : (
                <span className={classes.headText} title={column.header}>
                  {column.header}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
