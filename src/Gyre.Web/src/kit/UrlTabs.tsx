import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSearchState } from './useSearchState';

export interface TabItem {
  id: string;
  label: string;
  /** A number or word beside the label. */
  badge?: ReactNode;
  content: () => ReactNode;
}

/** Tabs whose selection is `?tab=` in the address; the first one is the default. */
export function UrlTabs({ tabs, param = 'tab', label }: { tabs: readonly TabItem[]; param?: string; label: string }) {
  const first = tabs[0]?.id ?? '';
  const [state, setState] = useSearchState({ [param]: first });
  const wanted = state[param];
  const current = tabs.some((tab) => tab.id === wanted) ? wanted : first;
  return (
    <Tabs value={current ?? null} onChange={(value) => setState({ [param]: value ?? first }, { push: true })}>
      <Tabs.List aria-label={label}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id} rightSection={tab.badge}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.id} value={tab.id} pt="md">
          {tab.id === current ? tab.content() : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
