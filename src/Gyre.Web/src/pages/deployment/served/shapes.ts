import type { ModelField, Served } from '@/api/deployments';
import { count } from '@/kit/format';

export interface FieldRow extends ModelField {
  direction: 'Input' | 'Output';
}

/** What a model takes, then what it gives. */
export function fieldRows({ inputs, outputs }: Pick<Served, 'inputs' | 'outputs'>): FieldRow[] {
  return [
    ...inputs.map((field) => ({ ...field, direction: 'Input' as const })),
    ...outputs.map((field) => ({ ...field, direction: 'Output' as const })),
  ];
}

/** "rows × 4", "1 row × 3 × any": the rows come first. */
export function shapeWords([rows, ...lengths]: readonly number[]): string {
  if (rows === undefined) return 'one value';
  return [rows < 0 ? 'rows' : count(rows, 'row'), ...lengths.map((one) => (one < 0 ? 'any' : String(one)))].join(' × ');
}
