import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { del } from '@/api/client';
import { useSignOut } from '@/app/Account';
import { type Column, Empty, Own, Query, Table, Time, useAction } from '@/kit';
import { type BrowserSession, sessionsQuery } from './queries';

export function Sessions() {
  return (
    <Query result={useQuery(sessionsQuery)}>
      {(rows) => (
        <Table
          label="Sessions"
          rows={rows}
          columns={columns}
          rowKey={(session) => session.id}
          exportName="sessions"
          empty={
            <Empty
              title="No browser is signed in"
              hint="Sessions begin when somebody signs in with a token. This server shows its pages without one on this machine."
            />
          }
        />
      )}
    </Query>
  );
}

const columns: Column<BrowserSession>[] = [
  {
    id: 'token',
    header: 'Signed in with',
    cell: (session) => <Own text={session.token_name} />,
    value: (session) => session.token_name,
    grow: true,
    width: 140,
  },
  {
    id: 'current',
    header: 'Browser',
    cell: (session) => (session.current ? 'this one' : 'another one'),
    value: (session) => (session.current ? 'this one' : 'another one'),
    width: 120,
  },
  {
    id: 'created',
    header: 'Signed in',
    cell: (session) => <Time at={session.created_at} relative />,
    value: (session) => session.created_at,
    width: 120,
    hideBelow: 560,
  },
  {
    id: 'used',
    header: 'Last used',
    cell: (session) => <Time at={session.last_used_at} relative />,
    value: (session) => session.last_used_at,
    width: 120,
    hideBelow: 440,
  },
  { id: 'end', header: 'Actions', cell: (session) => <End session={session} />, width: 110 },
];

function End({ session }: { session: BrowserSession }) {
  const signingOut = useSignOut();
  const ending = useAction({
    run: () => del('/api/v1/sessions/{id}', { path: { id: session.id } }),
    done: 'Signed that browser out.',
    invalidates: [['sessions']],
  });
  const busy = signingOut.busy || ending.busy;
  return (
    <Button size="compact-xs" loading={busy} onClick={() => (session.current ? signingOut.act() : ending.act())}>
      Sign out
    </Button>
  );
}
