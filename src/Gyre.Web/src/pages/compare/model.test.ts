import { describe, expect, it } from 'vitest';
import type { CompareInfo } from '@/api/tracking';
import { chooseFields, compareCsv, comparedFields, isTransposed, runOrder } from './model';

const run = (run_id: string, name = run_id) => ({
  run_id,
  name,
  experiment: 1,
  status: 'finished',
  start_time: 0,
  end_time: null,
});

const info: CompareInfo = {
  runs: [run('a', '=cmd'), run('b', 'x,"y"'), run('c')],
  missing: [],
  params: [
    { key: 'epochs', differs: false, values: ['60', '60', '60'] },
    { key: 'lr', differs: true, values: ['0.1', null, '0.02'] },
  ],
  metrics: [
    { key: 'loss', differs: true, values: [0.5, { $float: 'nan' }, 0.2] },
    { key: 'same', differs: false, values: [1, 1, 1] },
    { key: 'system/cpu', differs: true, values: [3, 3, 9] },
  ],
};
const fields = comparedFields(info);

describe('comparedFields', () => {
  it('puts what differs first', () => {
    expect(fields.map((field) => field.id)).toEqual(['p.lr', 'p.epochs', 'm.loss', 'm.system/cpu', 'm.same']);
  });

  it('marks the least and greatest, not NaN and not where all are equal', () => {
    const of = (id: string) => fields.find((field) => field.id === id)!;
    expect([...of('m.loss').lowest, ...of('m.loss').highest]).toEqual([2, 0]);
    expect([...of('m.system/cpu').lowest]).toEqual([0, 1]);
    expect(of('m.same').lowest.size).toBe(0);
    expect(of('p.lr').lowest.size).toBe(0);
  });

  it('chooses', () => {
    const ids = (choice: Parameters<typeof chooseFields>[1]) => chooseFields(fields, choice).map((field) => field.id);
    expect(ids({ onlyDifferent: true, text: '', system: false })).toEqual(['p.lr', 'm.loss']);
    expect(ids({ onlyDifferent: false, text: 'LO', system: false })).toEqual(['m.loss']);
    expect(ids({ onlyDifferent: true, text: 'cpu', system: true })).toEqual(['m.system/cpu']);
  });
});

describe('runOrder', () => {
  it('sorts runs by a field, missing values last both ways', () => {
    expect(runOrder(info.runs, fields, 'm.loss')).toEqual([2, 0, 1]);
    expect(runOrder(info.runs, fields, '-m.loss')).toEqual([0, 2, 1]);
    expect(runOrder(info.runs, fields, '-p.lr')).toEqual([0, 2, 1]);
    expect(runOrder(info.runs, fields, 'x.nothing')).toEqual([0, 1, 2]);
  });
});

describe('the table', () => {
  it('lies down for many runs unless the reader chose', () => {
    expect(isTransposed('', 8)).toBe(false);
    expect(isTransposed('', 9)).toBe(true);
    expect(isTransposed('columns', 1000)).toBe(false);
    expect(isTransposed('lines', 2)).toBe(true);
  });

  it('exports without formulas', () => {
    const lines = compareCsv(info.runs, fields.slice(0, 1), [0, 1, 2]).split('\r\n');
    expect(lines).toEqual([
      'run_id,name,status,params.lr',
      "a,'=cmd,finished,0.1",
      'b,"x,""y""",finished,',
      'c,c,finished,0.02',
    ]);
  });
});
