import { describe, expect, it } from 'vitest';
import type { Experiment } from '@/formats/mlflow/experiments';
import { matchExperiments } from './search';

const make = (experiment_id: string, name: string, tags: Record<string, string> = {}): Experiment => ({
  experiment_id,
  name,
  artifact_location: '',
  lifecycle_stage: 'active',
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
});

describe('matchExperiments', () => {
  const all = [make('1', 'demo/Digits', { team: 'Vision' }), make('12', 'churn: new', { team: 'ads' }), make('3', 'x')];
  const found = (text: string) => matchExperiments(all, text).map((one) => one.experiment_id);

  it('finds words of names in any case and order', () => {
    expect(found('')).toEqual(['1', '12', '3']);
    expect(found('DIGITS demo')).toEqual(['1']);
    expect(found('nothing')).toEqual([]);
  });

  it('finds tags and ids', () => {
    expect(found('team:vis')).toEqual(['1']);
    expect(found('team:')).toEqual(['1', '12']);
    expect(found('12')).toEqual(['12']);
    expect(found('churn:')).toEqual(['12']);
  });
});
