import type { ColumnProfile } from '@/api/datasets';
import { Meter, Own } from '@/kit';
import { percent } from './columnFacts';
import classes from './dataset.module.css';

const shown = 12;

/** Values with how often each is there, as bars with numbers. */
export function Balance({ column, most = shown }: { column: ColumnProfile; most?: number }) {
  const all = column.top.reduce((sum, one) => sum + one.count, 0) + column.others;
  const top = column.top.slice(0, most);
  const rest = all - top.reduce((sum, one) => sum + one.count, 0);
  const distinct = column.distinct_exact ? column.distinct : Math.round(column.distinct);
  return (
    <table className={classes.balance}>
      <caption>
        <Own text={column.name} max={40} />: {column.distinct_exact ? '' : 'about '}
        {distinct.toLocaleString('en-US')} {distinct === 1 ? 'value' : 'values'}
      </caption>
      <tbody>
        {top.map((one) => (
          <tr key={one.value}>
            <th scope="row">
              <Own text={one.value} max={28} />
            </th>
            <td className={classes.meter}>
              <Meter value={one.count} max={Math.max(1, all)} label={`Share of ${one.value.slice(0, 60)}`} />
            </td>
            <td>{one.count.toLocaleString('en-US')}</td>
            <td>{percent(all === 0 ? 0 : one.count / all)}</td>
          </tr>
        ))}
        {rest > 0 && (
          <tr>
            <th scope="row">all others</th>
            <td className={classes.meter}>
              <Meter value={rest} max={Math.max(1, all)} label="Share of all others" />
            </td>
            <td>{rest.toLocaleString('en-US')}</td>
            <td>{percent(rest / all)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
