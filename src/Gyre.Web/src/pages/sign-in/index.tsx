import { Button, PasswordInput, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { ApiError } from '@/api/client';
import { safeNext } from '@/app/next';
import { sessionQuery, signIn, useSession } from '@/app/session';
import { Code, useGo, useSearchState, wordsOf } from '@/kit';
import classes from './SignIn.module.css';

export default function SignIn() {
  const [search] = useSearchState({ next: '' });
  const next = safeNext(search.next);
  const session = useSession();
  const go = useGo();
  const client = useQueryClient();
  const [token, setToken] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const signedIn = session.data?.signed_in === true;

  useEffect(() => {
    document.title = 'Sign in · Gyre';
  }, []);
  useEffect(() => {
    if (signedIn) go(next, { replace: true });
  }, [signedIn]); // eslint-disable-line react-hooks/exhaustive-deps -- once: the address and `go` do not change meanwhile

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (token.trim() === '') {
      setError('Paste a token first.');
      return;
    }
    setBusy(true);
    setError(null);
    try {
      client.setQueryData(sessionQuery.queryKey, await signIn(token.trim()));
      setToken('');
    } catch (problem) {
      setError(messageOf(problem));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classes.card}>
      <h1 className={classes.title}>Sign in to Gyre</h1>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="sm">
          <PasswordInput
            size="sm"
            label="Token"
            description="It was shown once, when it was created."
            autoComplete="current-password"
            autoFocus
            value={token}
            error={error}
            errorProps={{ role: 'alert' }}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" variant="filled" loading={busy}>
            Sign in
          </Button>
        </Stack>
      </form>
      <div className={classes.help}>
        <p>No token yet? Create one on the machine of the server:</p>
        <Code text="gyre token create --name me" lang="shell" />
      </div>
    </div>
  );
}

function messageOf(problem: unknown): string {
  if (problem instanceof ApiError && problem.status === 401)
    return 'This token is not valid, or it was revoked. Check that all of it was copied.';
  const words = wordsOf(problem);
  return [words.detail ?? words.title, words.remedy].filter((one) => one !== null).join(' ');
}
