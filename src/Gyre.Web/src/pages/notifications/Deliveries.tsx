import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { deliveriesQuery, type Delivery } from '@/api/notifications';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { Chips, type Column, count, Empty, Icon, Num, Own, State, Table, Time, useSearchState, CopyMenu } from '@/kit';
import { deliveriesWays } from './commands';
import { countText, fieldsOf, filterDeliveries, filterKeys, stillThere } from './deliveryRows';
import { DeliveryDrawer } from './DeliveryDrawer';
import classes from './notifications.module.css';
import { useRetry } from './useRetry';

const defaults = { by: '', event: '', state: '', sort: '', message: '' };
const none: readonly Delivery[] = [];

/** Messages that have not arrived: those that are tried again, and those that were set aside. */
export function Deliveries() {
  const [state, setState] = useSearchState(defaults);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const mayChange = useMayChange();
  const deliveries = useQuery(deliveriesQuery());
  const all = deliveries.data ?? none;
  const filters = useMemo(() => Object.fromEntries(filterKeys.map((key) => [key, state[key]])), [state]);
  const rows = useMemo(() => filterDeliveries(all, filters), [all, filters]);
  const fields = useMemo(() => fieldsOf(all), [all]);
  const selected = useMemo(() => stillThere(chosen, rows), [chosen, rows]);
  return (
    <div className={classes.stack}>
      <div className={classes.bar}>
        <Chips
          filters={filters}
          fields={fields}
          onChange={(next) => setState(Object.fromEntries(filterKeys.map((key) => [key, next[key] ?? ''])))}
        />
        <Button
          leftSection={<Icon name="refresh" size={14} />}
          loading={deliveries.isFetching && !deliveries.isPending}
          onClick={() => void deliveries.refetch()}
        >
          Refresh
        </Button>
        <CopyMenu ways={deliveriesWays()} />
      </div>
      <Table
        label="Undelivered messages"
        rows={rows}
        columns={columns}
        rowKey={(one) => one.id}
        rowLink={(one) => paths.notifications({ ...state, tab: 'undelivered', message: one.id })}
        sort={state.sort}
        onSort={(sort) => setState({ sort })}
        {...(mayChange ? { selected, onSelect: setChosen } : {})}
        loading={deliveries.isPending}
        error={deliveries.error}
        onRetry={() => void deliveries.refetch()}
        exportName="undelivered-messages"
        toolbar={<Bar text={countText(rows.length, all.length)} selected={selected} onRetried={() => setChosen([])} />}
        empty={<Nothing filtered={all.length > 0} />}
      />
      <DeliveryDrawer
        shown={state.message !== '' && deliveries.data !== undefined}
        delivery={all.find((one) => one.id === state.message)}
        onClose={() => setState({ message: '' })}
      />
    </div>
  );
}

function Bar({ text, selected, onRetried }: { text: string; selected: readonly string[]; onRetried: () => void }) {
  const retry = useRetry(onRetried);
  return (
    <span className={classes.bar}>
      <span className={classes.dim}>{text}</span>
      {selected.length > 0 && (
        <Button loading={retry.busy} onClick={() => retry.act(selected)}>
          Retry {count(selected.length, 'message')}
        </Button>
      )}
    </span>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <Empty title="No message fits these filters" hint="Remove a filter to see more." />
  ) : (
    <Empty
      title="Everything has arrived"
      hint="Messages that could not be delivered stay here with the reason, and can be tried again. Send a test message from a rule to see whether it arrives."
    />
  );
}

const columns: readonly Column<Delivery>[] = [
  {
    id: 'rule',
    header: 'Rule',
    width: 120,
    value: (one) => one.notification,
    cell: (one) => <Own text={one.notification} />,
  },
  {
    id: 'event',
    header: 'Event',
    width: 140,
    hideBelow: 560,
    value: (one) => one.event,
    cell: (one) => <Own text={one.event} />,
  },
  {
    id: 'state',
    header: 'State',
    width: 108,
    hideBelow: 380,
    value: (one) => one.state,
    cell: (one) => <State value={one.state} />,
  },
  {
    id: 'reason',
    header: 'Why it did not arrive',
    width: 220,
    grow: true,
    hideBelow: 720,
    value: (one) => one.reason,
    cell: (one) => <Own text={one.reason} />,
  },
  {
    id: 'attempts',
    header: 'Tries',
    width: 76,
    align: 'right',
    hideBelow: 640,
    value: (one) => one.attempts,
    cell: (one) => <Num value={one.attempts} />,
  },
  {
    id: 'due',
    header: 'Next try',
    width: 110,
    hideBelow: 820,
    value: (one) => one.due_at,
    cell: (one) => <Time at={one.due_at} relative />,
  },
  {
    id: 'created',
    header: 'Created',
    width: 110,
    hideBelow: 920,
    value: (one) => one.created_at,
    cell: (one) => <Time at={one.created_at} relative />,
  },
  { id: 'retry', header: '', width: 84, cell: (one) => <Retry delivery={one} /> },
];

function Retry({ delivery }: { delivery: Delivery }) {
  const mayChange = useMayChange();
  const retry = useRetry();
  if (!mayChange) return null;
  return (
    <Button
      size="compact-xs"
      loading={retry.busy}
      onClick={() => retry.act([delivery.id])}
      aria-label={`Retry the message ${delivery.event} of ${delivery.notification}`}
    >
      Retry
    </Button>
  );
}
