import type { PlanMatrices, PlanMatrix } from '@/api/experimentPlans';

/** The least and greatest of all matrices, which the palest and the strongest colour stand for. */
export function rangeOf(trials: readonly Pick<PlanMatrix, 'means'>[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of trials.flatMap((trial) => trial.means).flat()) {
    if (value === null) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least > most ? [0, 0] : [least, most];
}

/** How strong a colour is, from 0 to 1; null for what is not known. */
export function strengthOf(value: number | null | undefined, [least, most]: readonly [number, number]): number | null {
  if (value === null || value === undefined) return null;
  return most > least ? (value - least) / (most - least) : 1;
}

/** Text stays readable on the strongest colour of both themes. */
const strongest = 28;

/** The colour of a cell. */
export function shadeOf(strength: number | null): string | undefined {
  if (strength === null) return undefined;
  const share = Math.round(Math.min(1, Math.max(0, strength)) * strongest);
  return `color-mix(in srgb, var(--gyre-accent) ${share}%, var(--gyre-surface))`;
}

/** Experiences of the largest matrix. */
export function experiencesOf(matrices: Pick<PlanMatrices, 'trials'>): number {
  return Math.max(0, ...matrices.trials.map((trial) => trial.means.length));
}

/** The experience of the address, from 0: the last one where it says none that there is. */
export function experienceOf(text: string, experiences: number): number {
  const wanted = /^\d{1,4}$/.test(text) ? Number(text) : experiences - 1;
  return Math.min(Math.max(0, wanted), Math.max(0, experiences - 1));
}
