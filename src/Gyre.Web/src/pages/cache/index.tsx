import { useSearchState, CopyAs, Page, UrlTabs } from '@/kit';
import { useMayChange } from '@/app/session';
import { Clear } from './Clear';
import { listCommands } from './commands';
import { Entries } from './Entries';
import { Explain } from './Explain';

export default function CachePage() {
  const [{ pipeline }] = useSearchState({ pipeline: '' });
  const mayChange = useMayChange();
  return (
    <Page
      title="Cache"
      subtitle="Results of node runs. A later node run with the same parameters, inputs and code takes the result instead of running again."
      actions={
        <>
          <CopyAs {...listCommands(pipeline)} />
          {mayChange && <Clear pipeline={pipeline} />}
        </>
      }
    >
      <UrlTabs
        label="Cache"
        tabs={[
          { id: 'entries', label: 'Entries', content: () => <Entries /> },
          { id: 'explain', label: 'Explain', content: () => <Explain /> },
        ]}
      />
    </Page>
  );
}
