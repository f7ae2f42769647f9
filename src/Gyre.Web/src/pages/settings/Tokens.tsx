import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { del } from '@/api/client';
import { useMayChange } from '@/app/session';
import {
  cliOf,
  type Column,
  Confirm,
  CopyAs,
  curlOf,
  Empty,
  Id,
  Own,
  Query,
  State,
  Table,
  Time,
  useAction,
  useNow,
} from '@/kit';
import { NewToken } from './NewToken';
import { type Token, tokensQuery } from './queries';
import classes from './Settings.module.css';
import { tokenState } from './tokenState';

export function Tokens() {
  const tokens = useQuery(tokensQuery);
  const mayChange = useMayChange();
  return (
    <div className={classes.stack}>
      <div className={classes.bar}>
        <CopyAs
          cli={cliOf('token create', [], { name: 'laptop', days: 30 })}
          curl={curlOf('POST', '/api/v1/tokens', { name: 'laptop', days: 30 })}
        />
        {mayChange && <NewToken />}
      </div>
      <Query result={tokens}>
        {(rows) => (
          <Table
            label="Tokens"
            rows={rows}
            columns={columns}
            rowKey={(token) => token.id}
            exportName="tokens"
            empty={
              <Empty
                title="There are no tokens"
                hint="Until the first one is created, every program on this machine may use the server, and no other machine may."
                commands={['gyre token create --name laptop --days 30']}
              />
            }
          />
        )}
      </Query>
    </div>
  );
}

const columns: Column<Token>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (token) => <Own text={token.name} />,
    value: (token) => token.name,
    grow: true,
    width: 140,
  },
  {
    id: 'state',
    header: 'State',
    cell: (token) => <State value={tokenState(token, Date.now())} />,
    value: (token) => tokenState(token, Date.now()),
    width: 110,
  },
  {
    id: 'scope',
    header: 'May',
    cell: (token) => (token.scope === 'read' ? 'read' : 'do everything'),
    value: (token) => token.scope,
    width: 120,
    hideBelow: 560,
  },
  {
    id: 'created',
    header: 'Created',
    cell: (token) => <Time at={token.created_at} relative />,
    value: (token) => token.created_at,
    width: 120,
    hideBelow: 640,
  },
  {
    id: 'used',
    header: 'Last used',
    cell: (token) => <Time at={token.last_used_at} relative />,
    value: (token) => token.last_used_at,
    width: 120,
    hideBelow: 480,
  },
  {
    id: 'expires',
    header: 'Ends',
    cell: (token) => (token.expires_at == null ? 'never' : <Time at={token.expires_at} relative />),
    value: (token) => token.expires_at,
    width: 120,
    hideBelow: 760,
  },
  {
    id: 'id',
    header: 'Id',
    cell: (token) => <Id value={token.id} short />,
    value: (token) => token.id,
    width: 110,
    hideBelow: 900,
  },
  { id: 'revoke', header: 'Actions', cell: (token) => <Revoke token={token} />, width: 110 },
];

function Revoke({ token }: { token: Token }) {
  const mayChange = useMayChange();
  const [gone, setGone] = useState(false);
  const now = useNow(false);
  const action = useAction({
    run: () => del('/api/v1/tokens/{id}', { path: { id: token.id } }),
    done: 'Revoked. Programs and browsers that use this token are refused from now on.',
    invalidates: [['tokens'], ['sessions'], ['session']],
    onDone: () => setGone(true),
  });
  if (!mayChange || gone || tokenState(token, now) !== 'ready') return null;
  return (
    <Confirm
      title="Revoke this token"
      yes="Revoke"
      danger
      text={
        <>
          Whatever uses the token <Own text={token.name} max={40} /> is refused at once. This cannot be undone.
        </>
      }
      onYes={() => action.actAsync()}
      trigger={(open) => (
        <Button size="compact-xs" onClick={open}>
          Revoke
        </Button>
      )}
    />
  );
}
