import { describe, expect, it } from 'vitest';
import { predictCommands, questionOf, sampleOf } from './question';

describe('a question to a model', () => {
  it('is a list of rows, or an object that says which form it has', () => {
    expect(questionOf('[[1, 2]]').body).toEqual({ instances: [[1, 2]] });
    expect(questionOf('{"instances": [1]}').body).toEqual({ instances: [1] });
    expect(questionOf('{"inputs": {"a": [1]}}').body).toEqual({ inputs: { a: [1] } });
  });

  it('is refused with what is wrong', () => {
    expect(questionOf('[[1, 2').problem).toMatch(/^This is no JSON: .+\.$/);
    expect(questionOf('{"instances": [1], "inputs": [1]}').problem).toBe('Give either "instances" or "inputs".');
    for (const text of ['null', '3', '{"rows": []}', '{"instances": 3}'])
      expect(questionOf(text).problem).toContain('Write a list of rows');
  });

  it('begins as zeros of the right shape', () => {
    const petals = { name: 'petals', type: 'float32', shape: [-1, 4] };
    expect(JSON.parse(sampleOf([petals])!)).toEqual([[0, 0, 0, 0]]);
    expect(JSON.parse(sampleOf([{ ...petals, shape: [2, 1, -1] }])!)).toEqual([[[0]], [[0]]]);
    const others = [
      { name: 'word', type: 'string', shape: [-1] },
      { name: 'known', type: 'bool', shape: [-1, 2] },
    ];
    expect(JSON.parse(sampleOf(others)!)).toEqual([{ word: '', known: [false, false] }]);
  });

  it('begins empty where the inputs are not known or too large', () => {
    expect(sampleOf([])).toBeNull();
    expect(sampleOf([{ name: 'image', type: 'float32', shape: [-1, 3, 224, 224] }])).toBeNull();
    expect(sampleOf([{ name: 'batch', type: 'float32', shape: [1000, 1] }])).toBeNull();
  });

  it('can be asked elsewhere', () => {
    const rows = predictCommands('flowers', { instances: [[1, 2]] });
    expect(rows.cli).toBe("gyre predict flowers --rows '[[1,2]]'");
    expect(rows.curl).toContain(`-d '{"instances":[[1,2]]}'`);
    expect(rows.csharp).toContain('new PredictRequest { Instances = ValueJson.Parse("[[1,2]]") }');
    const named = predictCommands('flowers', { inputs: { a: [1] } });
    expect(named.cli).toBe(`gyre predict flowers --rows '{"inputs":{"a":[1]}}'`);
    expect(named.csharp).toContain('Inputs = ValueJson.Parse("{\\"a\\":[1]}")');
  });
});
