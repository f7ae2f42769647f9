import { Button } from '@mantine/core';
import type { Turn } from '@/api/cycles';
import { Own } from '@/kit';
import { count } from '@/kit/format';
import classes from './Changes.module.css';
import cycleClasses from './cycle.module.css';
import { type Change, changesOf } from './turns';
import { entriesOf, shortValue, wholeValue } from './values';

interface Props {
  turns: readonly Turn[];
  turn: Turn;
  onCompare: (pair: string) => void;
}

/** More rows than this push the rest of the page away; the comparison has them all. */
const most = 12;

/** Which parameters the turn got that the one before it did not have. */
export function Changes({ turns, turn, onCompare }: Props) {
  const index = turns.indexOf(turn);
  const before = turns[index - 1];
  const changes =
    before === undefined
      ? entriesOf(turn.parameters).map(([name, after]): Change => ({ name, before: undefined, after }))
      : changesOf(before, turn);
  return (
    <section className={cycleClasses.card} aria-label="Changed parameters">
      <div className={cycleClasses.head}>
        <h2 className={cycleClasses.title}>
          {before === undefined
            ? `Turn ${turn.turn} began with`
            : `What changed from turn ${before.turn} to ${turn.turn}`}
        </h2>
        {before !== undefined && <Button onClick={() => onCompare(`${before.turn},${turn.turn}`)}>Compare</Button>}
      </div>
      {changes.length === 0 ? (
        <p className={classes.none}>
          {before === undefined
            ? 'The values that the project declares. Nothing else was given.'
            : `The same parameters as turn ${before.turn}.`}
        </p>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              {before !== undefined && <th scope="col">Turn {before.turn}</th>}
              <th scope="col">Turn {turn.turn}</th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, most).map((change) => (
              <tr key={change.name}>
                <th scope="row">
                  <Own text={change.name} />
                </th>
                {before !== undefined && (
                  <td>
                    {change.before === undefined ? (
                      <span className={classes.declared}>as declared</span>
                    ) : (
                      <Shown value={change.before} />
                    )}
                  </td>
                )}
                <td className={classes.now}>
                  {change.after === undefined ? (
                    <span className={classes.declared}>as declared</span>
                  ) : (
                    <Shown value={change.after} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {changes.length > most && (
        <p className={classes.none}>{count(changes.length - most, 'more parameter')} in the comparison.</p>
      )}
    </section>
  );
}

function Shown({ value }: { value: unknown }) {
  return (
    <span title={wholeValue(value).slice(0, 2000)}>
      <Own text={shortValue(value)} />
    </span>
  );
}
