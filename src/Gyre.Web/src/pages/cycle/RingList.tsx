import type { Turn } from '@/api/cycles';
import { paths } from '@/app/nav';
import { Own, State, To } from '@/kit';
import type { Answer, Stop } from './ringModel';
import classes from './RingList.module.css';

const answers: Record<Answer, string> = { yes: 'yes', no: 'no', open: 'not decided yet' };

/** Beyond this the run's own page, with its virtual table, is the better place. */
const most = 500;

/** The ring as a list: every node, also where the ring shows groups. */
export function RingList({ stops, turn, answer }: { stops: readonly Stop[]; turn: Turn; answer: Answer }) {
  return (
    <ol className={classes.list} aria-label={`Nodes of turn ${turn.turn} in the order they run`} tabIndex={0}>
      {stops.slice(0, most).map((stop) => (
        <li key={stop.key} className={classes.item}>
          <To href={paths.run(turn.run_id, { node: stop.names[0] })} className={classes.name}>
            <Own text={stop.names[0]} />
          </To>
          <span className={classes.inner}>
            {stop.inner === null ? stop.kind : `${stop.inner.ended} of ${stop.inner.total} ended`}
          </span>
          <State value={stop.state} />
        </li>
      ))}
      {stops.length > most && (
        <li className={classes.item}>
          <To href={paths.run(turn.run_id)} className={classes.name}>
            {stops.length - most} more in the run
          </To>
        </li>
      )}
      <li className={classes.item}>
        <span className={classes.name}>again?</span>
        <span className={classes.inner}>decision</span>
        <span>{answers[answer]}</span>
      </li>
    </ol>
  );
}
