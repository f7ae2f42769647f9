import { Num, Own } from '@/kit';
import classes from './Charts.module.css';

interface Props {
  label: string;
  head: readonly string[];
  /** Texts and numbers, one for each head. */
  rows: readonly (readonly (string | number | null)[])[];
}

const most = 500;

/** The numbers of a chart as a plain table. */
export function SimpleTable({ label, head, rows }: Props) {
  return (
    <div className={classes.tableFrame} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} data-number={typeof cell === 'number' ? '' : undefined}>
                  {typeof cell === 'number' ? <Num value={cell} /> : <Own text={cell} max={32} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > most && (
        <p className={classes.note}>
          The first {most} of {rows.length}.
        </p>
      )}
    </div>
  );
}
