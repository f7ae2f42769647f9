import { Button } from '@mantine/core';
import { Icon } from '@/kit/icons';
import { Time } from '@/kit/values';
import { retryLive, useLive, useLiveSince } from './live';
import classes from './LiveMark.module.css';

/** Whether what is shown follows the server. When it does not, the bar above the page says so in its place. */
export function LiveMark() {
  const state = useLive();
  if (state === 'lost') return null;
  return (
    <span
      className={classes.mark}
      data-live={state}
      title={state === 'live' ? 'Changes appear as they happen' : undefined}
    >
      <span className={classes.dot} />
      {state === 'live' ? 'Live' : 'Connecting'}
    </span>
  );
}

/** Above the page while there is no stream: what is shown may be old. */
export function NotLive() {
  const lost = useLive() === 'lost';
  const since = useLiveSince();
  return (
    <div role="status" className={classes.place}>
      {lost && (
        <div className={classes.bar}>
          <Icon name="warn" />
          <strong>Not live</strong>
          <span>
            The server does not answer. This page shows what was known at <Time at={since} />.
          </span>
          <Button onClick={retryLive}>Try now</Button>
        </div>
      )}
    </div>
  );
}
