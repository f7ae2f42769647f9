import type { PlanProgress } from '@/api/experimentPlans';
import { count } from '@/kit/format';

/** "6 trials on 2 datasets: 3 succeeded, 1 failed, 8 of 60 parts learned". */
export function summaryOf(progress: readonly PlanProgress[]): string {
  const trials = new Set(progress.map((one) => one.trial)).size;
  const datasets = new Set(progress.map((one) => one.dataset)).size;
  const states = ['succeeded', 'failed', 'stopped', 'running', 'waiting'].flatMap((state) => {
    const number = progress.filter((one) => one.state === state).length;
    return number === 0 ? [] : [`${number} ${state}`];
  });
  const [done, parts] = [sum(progress.map((one) => one.done)), sum(progress.map((one) => one.parts))];
  return `${count(trials, 'trial')} on ${count(datasets, 'dataset')}: ${states.join(', ')}; ${done} of ${count(parts, 'part')} learned`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
