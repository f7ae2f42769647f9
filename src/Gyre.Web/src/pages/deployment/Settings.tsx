import type { ReactNode } from 'react';
import type { Deployment } from '@/api/deployments';
import { Duration, Facts, Num, Section } from '@/kit';
import { percent } from '@/pages/deployments/rows';
import classes from './deployment.module.css';
import { ChangeSettings } from './settings/ChangeSettings';

/** How the deployment decides and what it does with rewards. */
export function Settings({ deployment }: { deployment: Deployment }) {
  const { settings } = deployment;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Reward wait', <Duration key="wait" seconds={settings.reward_wait_seconds} />],
    ['Reward of none', <Num key="none" value={settings.reward_default} />],
    ['Several rewards', settings.reward_aggregation ?? '–'],
    ['Late rewards', settings.late_rewards ?? '–'],
    ['Rewards taken', rangeOf(settings.reward_low ?? null, settings.reward_high ?? null)],
    ['Remembered for', <Duration key="memory" seconds={settings.reward_memory_seconds} />],
    ['Exploration floor', settings.exploration_floor == null ? '–' : percent(settings.exploration_floor)],
    [
      'Answered',
      settings.durability == null
        ? '–'
        : `${settings.durability === 'after' ? 'before' : 'after'} the decision is in the log`,
    ],
    settings.durability === 'after'
      ? ['Log behind by at most', <Duration key="window" seconds={settings.durability_window_seconds} />]
      : ['Log behind by at most', 'nothing'],
  ];
  return (
    <Section title="Settings" actions={<ChangeSettings deployment={deployment} />}>
      <div className={classes.card}>
        <Facts items={facts} />
      </div>
    </Section>
  );
}

function rangeOf(low: number | null, high: number | null): ReactNode {
  if (low === null && high === null) return 'any';
  return (
    <>
      {low === null ? 'any' : <Num value={low} />} to {high === null ? 'any' : <Num value={high} />}
    </>
  );
}
