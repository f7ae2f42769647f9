import { useQuery } from '@tanstack/react-query';
import { nextTimesQuery, type Trigger } from '@/api/triggers';
import { Empty, Query, Time } from '@/kit';
import { inZone, ownZone } from './time';
import classes from './trigger.module.css';
import { readWhen, stateOf } from './when';

/** When the schedule is due next, in the reader's zone and in its own. */
export function NextTimes({ trigger }: { trigger: Trigger }) {
  const times = useQuery(nextTimesQuery(trigger.trigger_id, trigger.changed_at));
  const { zone } = readWhen(trigger.when);
  const other = zone === null || zone === ownZone() ? null : zone;
  return (
    <div className={classes.stack}>
      {stateOf(trigger) !== 'enabled' && (
        <p className={classes.notice}>The trigger is not enabled. These are the times at which it would fire.</p>
      )}
      <Query result={times}>
        {(data) =>
          data.length === 0 ? (
            <Empty title="Not due within a year" />
          ) : (
            <ol className={classes.times}>
              {data.map((at) => (
                <li key={at}>
                  <Time at={at} />
                  <span className={classes.dim}>
                    <Time at={at} relative />
                  </span>
                  {other !== null && (
                    <span className={classes.dim}>
                      {inZone(at, other)} ({other})
                    </span>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Query>
    </div>
  );
}
