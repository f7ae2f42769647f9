import { notifications } from '@mantine/notifications';
import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { wordsOf } from './Failure';
import { shorten } from './format';

interface Options<A, R> {
  run: (input: A) => Promise<R>;
  /** What the toast says when it is done; nothing is shown without it. */
  done?: string | ((result: R, input: A) => string | undefined);
  /** Keys of what has changed. */
  invalidates?: readonly QueryKey[];
  onDone?: (result: R, input: A) => void;
}

/** A change: runs it, says how it went, refreshes what it touched. `act` never throws; `actAsync` answers whether it worked. */
export function useAction<A = void, R = unknown>({ run, done, invalidates, onDone }: Options<A, R>) {
  const client = useQueryClient();
  const mutation = useMutation<R, unknown, A>({
    mutationFn: run,
    onSuccess: (result, input) => {
      const message = typeof done === 'function' ? done(result, input) : done;
      if (message !== undefined) notifications.show({ message: shorten(message, 300) });
      for (const queryKey of invalidates ?? []) void client.invalidateQueries({ queryKey });
      onDone?.(result, input);
    },
    onError: (error) => {
      const words = wordsOf(error);
      const message = [words.detail ?? words.title, words.remedy].filter((one) => one !== null).join(' ');
      notifications.show({ color: 'red', title: words.title, message, autoClose: 10_000 });
    },
  });
  const actAsync = async (input: A): Promise<boolean> => {
    try {
      await mutation.mutateAsync(input);
      return true;
    } catch {
      return false;
    }
  };
  return { act: (input: A) => void actAsync(input), actAsync, busy: mutation.isPending, error: mutation.error };
}
