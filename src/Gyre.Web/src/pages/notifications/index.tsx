import { useQuery } from '@tanstack/react-query';
import { deliveriesQuery } from '@/api/notifications';
import { useMayChange } from '@/app/session';
import { Page, UrlTabs, CopyMenu } from '@/kit';
import { listWays } from './commands';
import { Deliveries } from './Deliveries';
import { RuleDialog } from './RuleDialog';
import { Rules } from './Rules';

export default function NotificationsPage() {
  const deliveries = useQuery(deliveriesQuery());
  const mayChange = useMayChange();
  const undelivered = deliveries.data?.length ?? 0;
  return (
    <Page
      title="Notifications"
      subtitle="Rules that tell programs and people about runs and cycles, by webhook or by email."
      actions={
        <>
          <CopyMenu ways={listWays()} />
          {mayChange && <RuleDialog />}
        </>
      }
    >
      <UrlTabs
        label="Notifications"
        tabs={[
          { id: 'rules', label: 'Rules', content: () => <Rules /> },
          {
            id: 'undelivered',
            label: 'Undelivered',
            badge: undelivered === 0 ? undefined : undelivered.toLocaleString('en-US'),
            content: () => <Deliveries />,
          },
        ]}
      />
    </Page>
  );
}
