import { Own } from '../Own';
import classes from './Preview.module.css';

interface Props {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** What part of the file this is. */
  note?: string | undefined;
}

/** The first rows of a table in a file. */
export function Rows({ head, rows, note }: Props) {
  return (
    <>
      <div className={classes.table} tabIndex={0} role="region" aria-label="First rows">
        <table>
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th key={index} scope="col">
                  <Own text={cell} max={40} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, place) => (
                  <td key={place}>
                    <Own text={cell} max={40} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note !== undefined && <p className={classes.note}>{note}</p>}
    </>
  );
}
