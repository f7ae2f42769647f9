import { describe, expect, it } from 'vitest';
import {
  type Field,
  isLongNumber,
  orderOf,
  parseField,
  projectionOf,
  quoteKey,
  readFields,
  serverName,
  writeFields,
} from './columns';

describe('fields in the address', () => {
  it('survives any key', () => {
    const fields: Field[] = [
      { kind: 'metric', key: 'val/loss' },
      { kind: 'param', key: 'a,b%2C' },
      { kind: 'tag', key: '<img src=x>' },
      { kind: 'attribute', key: 'status' },
    ];
    expect(readFields(writeFields(fields))).toEqual(fields);
  });

  it('drops what is no field, and repetitions', () => {
    expect(readFields('m.loss,m.loss,x.y,a.nosuch,,p,p.')).toEqual([{ kind: 'metric', key: 'loss' }]);
    expect(parseField('mloss')).toBeNull();
  });
});

describe('orders for the server', () => {
  it('quotes keys as the grammar wants', () => {
    expect(quoteKey('loss')).toBe('loss');
    expect(quoteKey('val/loss')).toBe('`val/loss`');
    expect(quoteKey('1st')).toBe('`1st`');
    expect(quoteKey('a`b')).toBe('"a`b"');
    expect(quoteKey('a`"b')).toBeNull();
  });

  it('maps sorts to order_by', () => {
    expect(orderOf('-m.val/loss')).toEqual(['metrics.`val/loss` DESC']);
    expect(orderOf('a.start')).toEqual(['attributes.start_time ASC']);
    expect(orderOf('a.name')).toEqual(['attributes.run_name ASC']);
    expect(orderOf('-a.duration')).toEqual([]);
    expect(orderOf('')).toEqual([]);
    expect(orderOf('garbage')).toEqual([]);
  });

  it('names no attribute the server does not know', () => {
    expect(serverName({ kind: 'attribute', key: 'duration' })).toBeNull();
    expect(serverName({ kind: 'tag', key: 'kind' })).toBe('tags.kind');
  });
});

it('shortens only params that are fractions', () => {
  expect(['0.014589142202797665', '1.2345678e-05'].map(isLongNumber)).toEqual([true, true]);
  expect(['0.1', '20261130001234', '1.2.3.4.5.6', 'resnet50.v1.2', null].map(isLongNumber)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});

describe('projectionOf', () => {
  it('asks for the chosen keys and what the page itself needs', () => {
    const columns = projectionOf([
      { kind: 'metric', key: 'loss' },
      { kind: 'tag', key: 'kind' },
      { kind: 'attribute', key: 'dataset' },
    ]);
    expect(columns).toMatchObject({ metrics: ['loss'], params: [], inputs: true });
    expect(columns.tags).toContain('kind');
    expect(columns.tags).toContain('mlflow.parentRunId');
    expect(projectionOf([]).inputs).toBe(false);
  });
});
