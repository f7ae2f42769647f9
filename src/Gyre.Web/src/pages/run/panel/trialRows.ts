import type { NodeRun } from '@/api/nodes';
import { toNumber } from '@/kit';
import { isSame } from './parameters';

export type Direction = 'min' | 'max';

/** What trials are compared by. */
export interface Goal {
  metric: string;
  direction: Direction;
}

export interface Sweep {
  goal: Goal | null;
  /** In the order of the sweep. */
  trials: readonly NodeRun[];
  /** Parameters that are not the same in all trials. */
  parameters: readonly string[];
  /** Numbers that trials printed; the goal first. */
  metrics: readonly string[];
  best: NodeRun | null;
}

const stepKeys = new Set(['step', 'epoch', 'iteration', 'time']);
const lessIsBetter = new Set(
  'loss error err mae mse rmse mape perplexity ppl wer cer regret latency cost seconds duration time'.split(' '),
);

/** Less is better of a metric whose name says so: the same rule as `gyre sweep best`. */
export function directionOf(metric: string): Direction {
  return metric
    .toLowerCase()
    .split(/[_\-./ ]/)
    .some((word) => lessIsBetter.has(word))
    ? 'min'
    : 'max';
}

/** The trials of a task among the node runs of a run. */
export function trialsOf(nodes: readonly NodeRun[], task: string): NodeRun[] {
  return nodes.filter((node) => node.name.startsWith(`${task}[`) && /^\[\d+\]$/.test(node.name.slice(task.length)));
}

export function metricOf(node: NodeRun, metric: string): number | null {
  const value = Object.hasOwn(node.metadata, metric) ? node.metadata[metric] : undefined;
  return typeof value === 'number' || (typeof value === 'object' && value !== null) ? toNumber(value) : null;
}

/** Puts trials side by side. `wanted` is the metric that the reader chose; empty for the first that all trials have. */
export function sweepOf(trials: readonly NodeRun[], wanted: string, direction: string): Sweep {
  const withResult = trials.filter((trial) => Object.keys(trial.metadata).length > 0);
  const all = [
    ...new Set(
      withResult.flatMap((trial) => Object.keys(trial.metadata).filter((key) => metricOf(trial, key) !== null)),
    ),
  ];
  const common = all.filter((key) => withResult.every((trial) => metricOf(trial, key) !== null));
  const metric = all.includes(wanted) ? wanted : (common.find((key) => !stepKeys.has(key)) ?? null);
  const goal: Goal | null =
    metric === null
      ? null
      : { metric, direction: direction === 'min' || direction === 'max' ? direction : directionOf(metric) };
  return {
    goal,
    trials,
    parameters: varying(trials),
    metrics: metric === null ? all : [metric, ...all.filter((key) => key !== metric)],
    best: goal === null ? null : bestOf(trials, goal),
  };
}

function bestOf(trials: readonly NodeRun[], goal: Goal): NodeRun | null {
  let best: NodeRun | null = null;
  let value = NaN;
  for (const trial of trials) {
    const own = trial.state === 'succeeded' ? metricOf(trial, goal.metric) : null;
    if (own === null || Number.isNaN(own)) continue;
    if (best === null || (goal.direction === 'max' ? own > value : own < value)) [best, value] = [trial, own];
  }
  return best;
}

function varying(trials: readonly NodeRun[]): string[] {
  const names = [...new Set(trials.flatMap((trial) => Object.keys(trial.parameters)))];
  const first = trials[0];
  if (first === undefined || trials.length === 1) return names;
  return names.filter((name) => trials.some((trial) => !isSame(trial.parameters[name], first.parameters[name])));
}
