import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { shorten } from '@/kit/format';

/** The server is newer than this page: its answers may hold what the page does not know. */
export function sayOutdated(version: string): void {
  notifications.show({
    id: 'outdated',
    autoClose: false,
    title: `The server is now version ${shorten(version, 40)}`,
    message: (
      <>
        <p>This page belongs to an earlier version. Reload it to go on.</p>
        <Button variant="filled" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </>
    ),
  });
}
