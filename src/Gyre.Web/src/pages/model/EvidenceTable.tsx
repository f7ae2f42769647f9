import { Num, Own } from '@/kit';
import { type EvidenceRow, signed } from './evidence';
import classes from './model.module.css';

/** Metrics of a version beside the champion's. No judgement: whether more is better is not recorded. */
export function EvidenceTable({ rows, compared }: { rows: readonly EvidenceRow[]; compared: boolean }) {
  return (
    <table className={classes.evidence}>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col">Value</th>
          {compared && <th scope="col">To champion</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              <Own text={row.key} />
            </th>
            <td>
              <Num value={row.value} />
            </td>
            {compared && <td>{row.difference === null ? '–' : <Difference value={row.difference} />}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** "▲ 0.012": the arrow says the direction without colour. */
export function Difference({ value }: { value: number }) {
  return <span title={String(value)}>{signed(value)}</span>;
}
