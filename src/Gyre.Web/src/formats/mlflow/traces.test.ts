import { describe, expect, it } from 'vitest';
import { secondsOf, traceOf } from './traces';

describe('secondsOf', () => {
  it.each([
    ['0.900s', 0.9],
    ['2s', 2],
    ['', null],
    ['900ms', null],
    [undefined, null],
  ])('%s', (text, seconds) => expect(secondsOf(text)).toBe(seconds));
});

describe('traceOf', () => {
  it('takes name and run from tags and metadata', () => {
    const trace = traceOf({
      trace_id: 'tr-1',
      trace_location: { mlflow_experiment: { experiment_id: '5' } },
      state: 'OK',
      execution_duration: '2s',
      tags: { 'mlflow.traceName': 'answer' },
      trace_metadata: { 'mlflow.sourceRun': 'r1', 'mlflow.traceInputs': '{}' },
    });
    expect(trace).toMatchObject({
      name: 'answer',
      experiment: '5',
      run: 'r1',
      duration: 2,
      request: '{}',
      response: '',
    });
  });

  it('survives a trace of which nothing is said', () => {
    expect(traceOf({ trace_id: 'tr-1' })).toMatchObject({
      state: 'STATE_UNSPECIFIED',
      duration: null,
      run: null,
      assessments: [],
    });
  });

  it('tells feedback, expectations and errors apart', () => {
    const { assessments } = traceOf({
      trace_id: 'tr-1',
      assessments: [
        { assessment_name: 'a', feedback: { value: false } },
        { assessment_name: 'b', expectation: { serialized_value: { value: '[1]' } } },
        { assessment_name: 'c', feedback: { error: { error_code: 'TIMEOUT' } }, valid: false },
      ],
    });
    expect(assessments.map((one) => [one.kind, one.value, one.error, one.valid])).toEqual([
      ['feedback', false, null, true],
      ['expectation', '[1]', null, true],
      ['feedback', null, 'TIMEOUT', false],
    ]);
  });
});
