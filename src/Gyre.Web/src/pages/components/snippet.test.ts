import { describe, expect, it } from 'vitest';
import type { Component } from '@/api/components';
import { defaultText, edgeSnippet, findComponents, stepSnippet, yamlValue } from './snippet';

const train: Component = {
  name: 'gyre/learn-train',
  description: 'Trains a classifier.',
  inputs: [
    { name: 'data', type: 'system.Dataset', artifact: true, optional: false, default: null, description: 'Rows.' },
    { name: 'epochs', type: 'integer', artifact: false, optional: false, default: null, description: null },
    { name: 'scale', type: 'string', artifact: false, optional: true, default: 'none', description: null },
    { name: 'c', type: 'float', artifact: false, optional: true, default: 1, description: null },
  ],
  outputs: [
    { name: 'model', type: 'system.Model', artifact: true, description: null },
    { name: 'accuracy', type: 'float', artifact: false, description: null },
  ],
};

describe('snippets', () => {
  it('sets what must be set and shows the rest as comments', () => {
    expect(stepSnippet(train)).toBe(
      [
        '- step:',
        '    name: learn-train',
        '    uses: gyre/learn-train',
        '    with:',
        '      data: path/to/data',
        '      epochs: 0',
        '      # scale: none',
        '      # c: 1',
        '',
      ].join('\n'),
    );
  });

  it('comments the whole of with: when nothing must be set, and leaves it out without inputs', () => {
    const free = { ...train, inputs: train.inputs.slice(2) };
    expect(stepSnippet(free)).toContain('\n    # with:\n      # scale: none\n');
    expect(stepSnippet({ ...train, inputs: [] })).not.toContain('with');
  });

  it('names the ends of edges by what flows', () => {
    expect(edgeSnippet(train)).toBe(
      [
        'edges:',
        '  - [SOURCE.output.NAME, learn-train.input.data]',
        '  - [learn-train.output.model, TARGET.input.NAME]',
        '  - [learn-train.result.accuracy, TARGET.parameter.NAME]',
        '',
      ].join('\n'),
    );
  });
});

describe('yamlValue', () => {
  it.each([
    ['softmax', 'softmax'],
    ['no', '"no"'],
    ['', '""'],
    ['a: b', '"a: b"'],
    ['1', '"1"'],
    [0.25, '0.25'],
    [true, 'true'],
    [null, 'null'],
    [{ $float: 'nan' }, '.nan'],
    [{ $float: '-inf' }, '-.inf'],
    [['a', 1], '["a",1]'],
  ])('%j is %s', (value, text) => expect(yamlValue(value)).toBe(text));

  it('tells no default from an empty one', () => {
    expect(defaultText(null)).toBeNull();
    expect(defaultText('')).toBe('');
    expect(defaultText(0)).toBe('0');
  });
});

describe('findComponents', () => {
  it('looks for every word in names, descriptions, inputs and outputs', () => {
    expect(findComponents([train], '')).toEqual([train]);
    expect(findComponents([train], 'LEARN accuracy')).toEqual([train]);
    expect(findComponents([train], 'learn nothing')).toEqual([]);
    expect(findComponents([train], 'system.dataset')).toEqual([train]);
  });
});
