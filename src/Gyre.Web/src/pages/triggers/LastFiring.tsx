import { useQuery } from '@tanstack/react-query';
import { type Trigger, triggerQuery } from '@/api/triggers';
import { State, Time } from '@/kit';
import { resultOf } from '@/pages/trigger/when';
import classes from './triggers.module.css';

/** The list does not say what came of the last firing, so each row in view asks for it. */
export function LastFiring({ trigger }: { trigger: Trigger }) {
  const whole = useQuery(triggerQuery(trigger.trigger_id));
  const last = whole.data?.occurrences[0];
  if (last === undefined) {
    if (whole.isPending) return <span className={classes.dim}>…</span>;
    return trigger.last_start == null ? (
      <span className={classes.dim}>never</span>
    ) : (
      <Time at={trigger.last_start} relative />
    );
  }
  return (
    <span className={classes.firing} title={last.reason ?? undefined}>
      <State value={resultOf(last)} />
      {last.at != null && <Time at={last.at} relative />}
    </span>
  );
}
