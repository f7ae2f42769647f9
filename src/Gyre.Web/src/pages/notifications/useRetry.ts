import { useQueryClient } from '@tanstack/react-query';
import { retryDelivery } from '@/api/notifications';
import { count, useAction } from '@/kit';

const deliveriesKey = ['notifications', 'deliveries'];

/** The server sends soon after it was asked and says nothing when it did, so the list is read once more a little later. */
const laterMs = 2500;

/** Has messages sent again now. */
export function useRetry(onRetried?: () => void) {
  const client = useQueryClient();
  return useAction({
    run: async (ids: readonly string[]) => {
      for (const id of ids) await retryDelivery(id);
    },
    done: (_, ids) => `${count(ids.length, 'message')} will be sent again now. A message that arrives leaves the list.`,
    invalidates: [deliveriesKey],
    onDone: () => {
      onRetried?.();
      setTimeout(() => void client.invalidateQueries({ queryKey: deliveriesKey }), laterMs);
    },
  });
}
