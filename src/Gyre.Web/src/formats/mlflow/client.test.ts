import { describe, expect, it } from 'vitest';
import { sortFiles, foldersAbove, baseName } from './artifacts';
import { queryOf } from './client';
import { inputsOf, loggedModelOf } from './runs';
import { secondsOf, traceOf } from './traces';

describe('queryOf', () => {
  it('repeats keys of lists and leaves out what is empty', () => {
    expect(queryOf({ run_id: ['a', 'b&c'], metric_key: 'loss/é', path: '', none: null, flag: false })).toBe(
      '?run_id=a&run_id=b%26c&metric_key=loss%2F%C3%A9&flag=false',
    );
    expect(queryOf({})).toBe('');
  });
});

describe('artifact paths', () => {
  it('sorts folders first and numbers by value', () => {
    const file = (path: string, isFolder = false) => ({ path, isFolder, size: 0 });
    expect(sortFiles([file('b10'), file('b9'), file('z', true)]).map((one) => one.path)).toEqual(['z', 'b9', 'b10']);
  });

  it('takes paths apart', () => {
    expect(foldersAbove('a/b/c.txt')).toEqual(['a', 'a/b']);
    expect(foldersAbove('c.txt')).toEqual([]);
    expect(baseName('a/b/c.txt')).toBe('c.txt');
  });
});

describe('runs', () => {
  it('reads inputs that lack everything', () => {
    expect(inputsOf({ run: {} })).toEqual({ datasets: [], modelInputs: [], modelOutputs: [] });
    const [dataset] = inputsOf({ run: { inputs: { dataset_inputs: [{}] } } }).datasets;
    expect(dataset).toMatchObject({ name: '', context: '' });
  });

  it('reads registrations from the tag of a logged model, whatever it holds', () => {
    const of = (value: string) =>
      loggedModelOf({ info: { model_id: 'm-1', tags: [{ key: 'mlflow.modelVersions', value }] } }).registrations;
    expect(of('[{"name":"churn","version":3}]')).toEqual([{ name: 'churn', version: '3' }]);
    expect(of('[null,{"version":1},"x"]')).toEqual([]);
    expect(of('{broken')).toEqual([]);
  });
});

describe('traces', () => {
  it('reads durations of protobuf', () => {
    expect(secondsOf('0.900s')).toBe(0.9);
    expect(secondsOf('12s')).toBe(12);
    expect(secondsOf('1 s')).toBeNull();
    expect(secondsOf(undefined)).toBeNull();
  });

  it('reads feedback, expectations and failed judges', () => {
    const trace = traceOf({
      trace_id: 'tr-1',
      trace_metadata: { 'mlflow.sourceRun': 'r1', 'mlflow.traceInputs': 'in' },
      assessments: [
        { assessment_name: 'ok', feedback: { value: true } },
        { assessment_name: 'gold', expectation: { value: 'x' } },
        { assessment_name: 'judge', feedback: { error: { error_code: 'TIMEOUT' } } },
      ],
    });
    expect(trace.run).toBe('r1');
    expect(trace.request).toBe('in');
    expect(trace.assessments.map((one) => [one.kind, one.value, one.error])).toEqual([
      ['feedback', true, null],
      ['expectation', 'x', null],
      ['feedback', null, 'TIMEOUT'],
    ]);
  });
});
