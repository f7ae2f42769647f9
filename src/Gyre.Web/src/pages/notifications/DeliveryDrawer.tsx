import { Button } from '@mantine/core';
import type { Delivery } from '@/api/notifications';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { Empty, Facts, Id, Own, State, Time, To, CopyMenu } from '@/kit';
import { retryWays } from './commands';
import classes from './notifications.module.css';
import { SideDrawer } from './SideDrawer';
import { useRetry } from './useRetry';

interface Props {
  shown: boolean;
  delivery: Delivery | undefined;
  onClose: () => void;
}

/** One undelivered message with its whole reason. */
export function DeliveryDrawer({ shown, delivery, onClose }: Props) {
  return (
    <SideDrawer shown={shown} onClose={onClose} title="Undelivered message">
      {delivery === undefined ? (
        <Empty title="The message is not in the list any more" hint="It has arrived, or its rule was removed." />
      ) : (
        <Details delivery={delivery} />
      )}
    </SideDrawer>
  );
}

function Details({ delivery }: { delivery: Delivery }) {
  const mayChange = useMayChange();
  const retry = useRetry();
  return (
    <div className={classes.stack}>
      <Facts
        items={[
          [
            'Rule',
            <To key="rule" href={paths.notifications({ rule: delivery.notification })}>
              <Own text={delivery.notification} />
            </To>,
          ],
          ['Event', <Own key="event" text={delivery.event} />],
          ['State', <State key="state" value={delivery.state} />],
          ['Why', delivery.reason == null ? 'not tried yet' : <bdi key="reason">{delivery.reason}</bdi>],
          ['Tries', delivery.attempts.toLocaleString('en-US')],
          delivery.due_at == null
            ? ['Next try', 'none: it was set aside']
            : ['Next try', <Time key="due" at={delivery.due_at} />],
          ['Created', <Time key="created" at={delivery.created_at} />],
          ['Id', <Id key="id" value={delivery.id} short />],
        ]}
      />
      <div className={classes.bar}>
        {mayChange && (
          <Button variant="filled" loading={retry.busy} onClick={() => retry.act([delivery.id])}>
            Retry now
          </Button>
        )}
        <CopyMenu ways={retryWays([delivery.id])} />
      </div>
    </div>
  );
}
