import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Own } from '@/kit/Own';
import { useGo } from '@/kit/To';
import { useAction } from '@/kit/useAction';
import classes from './Account.module.css';
import { paths } from './nav';
import { signOut, useSession } from './session';

/** Who is signed in. Without a session (a server on this machine that needs no token) there is nothing to sign out of. */
export function Account() {
  const session = useSession().data;
  const signingOut = useSignOut();
  if (session === undefined || session.csrf === null) return null;
  return (
    <div className={classes.account}>
      <span className={classes.name}>
        <Own text={session.name} />
        {session.scope === 'read' && <span className={classes.scope}>read only</span>}
      </span>
      <Button variant="subtle" color="gray" loading={signingOut.busy} onClick={() => signingOut.act()}>
        Sign out
      </Button>
    </div>
  );
}

export function useSignOut() {
  const client = useQueryClient();
  const go = useGo();
  return useAction({
    run: signOut,
    onDone: () => {
      // Nothing that the last reader saw stays for the next one.
      client.clear();
      go(paths.signIn());
    },
  });
}
