import type { ConfigureRequest, DeploymentSettings } from '@/api/deployments';
import { formatNumber, toNumber } from '@/kit/format';

type NumberKey =
  | 'reward_wait_seconds'
  | 'reward_memory_seconds'
  | 'reward_default'
  | 'reward_low'
  | 'reward_high'
  | 'exploration_floor'
  | 'durability_window_seconds';
type WordKey = 'reward_aggregation' | 'late_rewards' | 'durability';

export interface NumberField {
  key: NumberKey;
  label: string;
  /** What an empty text stands for. */
  empty: string;
  low: number;
  high: number;
  /** Shares are typed in percent. */
  percent?: true;
}

const day = 86_400;
const largestReward = 1e50;
const reward = { low: -largestReward, high: largestReward };

/** The ranges are those of the server. */
export const numberFields: readonly NumberField[] = [
  { key: 'reward_wait_seconds', label: 'Reward wait in seconds', empty: '3600', low: 0.001, high: 365 * day },
  { key: 'reward_memory_seconds', label: 'Remembered for, in seconds', empty: '604800', low: 0, high: 3650 * day },
  { key: 'reward_default', label: 'Reward of none', empty: '0', ...reward },
  { key: 'reward_low', label: 'Lowest reward taken', empty: 'any', ...reward },
  { key: 'reward_high', label: 'Highest reward taken', empty: 'any', ...reward },
  { key: 'exploration_floor', label: 'Exploration floor in percent', empty: '0', low: 0, high: 100, percent: true },
  { key: 'durability_window_seconds', label: 'Log behind by at most, in seconds', empty: '1', low: 0.01, high: 60 },
];

export interface WordField {
  key: WordKey;
  label: string;
  options: readonly { value: string; label: string }[];
}

const same = (value: string) => ({ value, label: value });

/** The first option of each is what the server takes when none is given. */
export const wordFields: readonly WordField[] = [
  { key: 'reward_aggregation', label: 'Several rewards', options: ['first', 'last', 'sum', 'max', 'mean'].map(same) },
  { key: 'late_rewards', label: 'Late rewards', options: ['drop', 'count', 'correct'].map(same) },
  {
    key: 'durability',
    label: 'Answered',
    options: [
      { value: 'before', label: 'after the decision is in the log' },
      { value: 'after', label: 'before the decision is in the log' },
    ],
  },
];

/** Settings as they are typed and chosen. */
export type SettingsDraft = Record<NumberKey | WordKey, string>;

export function draftOf(settings: DeploymentSettings): SettingsDraft {
  const numbers = numberFields.map(({ key, percent }) => {
    const value = settings[key] ?? null;
    return [key, value === null ? '' : String(percent ? Number((value * 100).toPrecision(12)) : value)] as const;
  });
  const chosen = wordFields.map(({ key, options }) => [key, settings[key] ?? options[0]?.value ?? ''] as const);
  return Object.fromEntries([...numbers, ...chosen]) as SettingsDraft;
}

/** What is wrong with a number, in words; null when it can be sent. */
function numberProblem({ label, low, high }: NumberField, text: string): string | null {
  if (text.trim() === '') return null;
  const value = toNumber(text);
  if (value === null || !Number.isFinite(value)) return `${label}: this must be a number, or empty.`;
  if (value >= low && value <= high) return null;
  return `${label}: this must be from ${formatNumber(low)} to ${formatNumber(high)}.`;
}

/** What is wrong with the settings, in words; null when they can be sent. */
export function settingsProblem(draft: SettingsDraft): string | null {
  const problem = numberFields.map((field) => numberProblem(field, draft[field.key])).find((one) => one !== null);
  if (problem !== undefined) return problem;
  const { reward_low: low, reward_high: high } = settingsOf(draft, {});
  if (low != null && high != null && low > high) return 'The lowest reward taken is above the highest.';
  return null;
}

/** All settings: what is left out would get its default, so what has no field here is taken from those that are set. */
export function settingsOf(draft: SettingsDraft, set: DeploymentSettings): DeploymentSettings {
  const numbers = numberFields.flatMap(({ key, percent }) => {
    const value = draft[key].trim() === '' ? null : toNumber(draft[key]);
    if (value === null) return [];
    return [[key, percent ? Number((value / 100).toPrecision(12)) : value] as const];
  });
  const chosen = wordFields.map(({ key }) => [key, draft[key]] as const);
  return {
    ...Object.fromEntries<number | string>([...numbers, ...chosen]),
    ...(set.canary_rule == null ? {} : { canary_rule: set.canary_rule }),
  };
}

export function settingsRequest(draft: SettingsDraft, set: DeploymentSettings, reason: string): ConfigureRequest {
  return { settings: settingsOf(draft, set), ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
}
