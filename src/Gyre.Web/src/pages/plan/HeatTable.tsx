import type { PlanMatrix } from '@/api/experimentPlans';
import { formatNumber, Own } from '@/kit';
import { count } from '@/kit/format';
import { figureText } from './figures';
import { shadeOf, strengthOf } from './heat';
import classes from './plan.module.css';

interface Props {
  trial: PlanMatrix;
  metric: string;
  range: readonly [number, number];
  /** Rows behind it have not happened yet. */
  after: number;
}

/** Larger matrices show colours alone; their numbers are read out and stand on hover. */
const mostNumbers = 12;

/** A matrix as a heat map that is a table. */
export function HeatTable({ trial, metric, range, after }: Props) {
  const size = trial.means.length;
  return (
    <figure className={classes.heat}>
      <figcaption>
        <Own text={trial.trial} />
        <span className={classes.dim}>
          so far {formatNumber(trial.anytime[after])}, mean of {count(trial.runs, 'run')}
        </span>
      </figcaption>
      <div className={classes.heatScroll}>
        <table data-dense={size > mostNumbers || undefined} aria-label={`${metric} of ${trial.trial}`}>
          <thead>
            <tr>
              <th scope="col">
                <span className={classes.hidden}>After experience, by test set</span>
              </th>
              {trial.means.map((_, column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trial.means.map((row, index) => (
              <tr key={index} data-current={index === after || undefined} data-later={index > after || undefined}>
                <th scope="row">{index}</th>
                {row.map((value, column) => (
                  <td
                    key={column}
                    title={`After ${index}, test set ${column}: ${figureText({ mean: value, deviation: trial.deviations[index]?.[column] ?? null })}`}
                    style={{ background: index > after ? undefined : shadeOf(strengthOf(value, range)) }}
                  >
                    <span className={size > mostNumbers ? classes.hidden : undefined}>{cellText(value, range)}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

/** Shares have two digits; numbers of other sizes as many as tell them apart. */
function cellText(value: number | null, [least, most]: readonly [number, number]): string {
  if (value === null) return '–';
  const size = Math.max(Math.abs(least), Math.abs(most));
  return size >= 0.1 && size < 1000 ? value.toFixed(size < 10 ? 2 : 1) : formatNumber(Number(value.toPrecision(2)));
}
