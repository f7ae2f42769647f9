import { describe, expect, it } from 'vitest';
import type { LineageInfo, LineageLink } from '@/api/lineage';
import { keyOf, plan } from './graph';
import { rowsOf, tell, type Sentence } from './words';

const link = (kind: string, id: string, relation: string): LineageLink => ({ kind, id, name: id, relation });
const info = (kind: string, id: string, up: LineageLink[], down: LineageLink[] = []): LineageInfo => ({
  kind,
  id,
  name: id,
  made_from: up,
  led_to: down,
});
const all = [
  info(
    'model-version',
    'm/1',
    [link('run', 'r1', 'source'), link('logged-model', 'l1', 'source')],
    [link('run', 'score', 'reader')],
  ),
  info(
    'run',
    'r1',
    [
      link('pipeline-run', 'R', 'recorded'),
      link('node-run', 'R/train', 'recorded'),
      link('run', 'p', 'parent'),
      link('dataset', 'd', 'input'),
    ],
    [link('model-version', 'm/1', 'output')],
  ),
  info('logged-model', 'l1', [link('run', 'r1', 'source')]),
  info('run', 'p', []),
  info('run', 'score', []),
];
const answers = new Map<string, LineageInfo | null>(all.map((one) => [keyOf(one.kind, one.id), one]));
const text = (one: Sentence) =>
  `${one.subject.id} ${one.verb} ${one.noun} ${one.objects.map((object) => object.id).join(', ')}${one.more > 0 ? ` +${one.more}` : ''}`;

describe('tell', () => {
  it('tells what made a model version, nearest first', () => {
    const made = plan('model-version', 'm/1', answers, { up: Infinity, down: 1, opened: new Set() });
    expect(tell(made, answers, 'up').map(text)).toEqual([
      'm/1 was made by tracking run r1',
      'm/1 was registered from logged model l1',
      'r1 was recorded by run R',
      'r1 was recorded by node run R/train',
      'r1 ran as a child of tracking run p',
      'r1 read dataset d',
      'l1 was logged by tracking run r1',
    ]);
    expect(tell(made, answers, 'down').map(text)).toEqual(['m/1 was used by tracking run score']);
  });

  it('tells what runs read and made', () => {
    const node = info('node-run', 'R/b', [link('artifact', 'x', 'input')], [link('artifact', 'y', 'output')]);
    const file = info('artifact', 'x', [link('node-run', 'R/a', 'source')], [link('node-run', 'R/b', 'reader')]);
    const known = new Map([node, file].map((one) => [keyOf(one.kind, one.id), one]));
    const made = plan('node-run', 'R/b', known, { up: 2, down: 1, opened: new Set() });
    expect(tell(made, known, 'up').map(text)).toEqual(['R/b read file x', 'x was made by node run R/a']);
    expect(tell(made, known, 'down').map(text)).toEqual(['R/b made file y']);
  });

  it('says no more than the picture shows', () => {
    const made = plan('model-version', 'm/1', answers, { up: 1, down: 0, opened: new Set() });
    expect(tell(made, answers, 'up').map(text)).toHaveLength(2);
    expect(tell(made, answers, 'down')).toEqual([]);
  });

  it('counts many and names a few', () => {
    const many = Array.from({ length: 1200 }, (_, i) => link('run', `r${i}`, 'reader'));
    const one = new Map([['dataset:d', info('dataset', 'd', [], many)]]);
    const made = plan('dataset', 'd', one, { up: 1, down: 1, opened: new Set() });
    expect(tell(made, one, 'down').map(text)).toEqual(['d was read by 1,200 tracking runs r0, r1, r2 +1197']);
  });

  it('has words for relations it does not know', () => {
    const one = new Map([['run:x', info('run', 'x', [link('robot', 'y', 'painted')])]]);
    const made = plan('run', 'x', one, { up: 1, down: 1, opened: new Set() });
    expect(tell(made, one, 'up').map(text)).toEqual(['x came from robot y']);
  });
});

describe('rowsOf', () => {
  it('lists what was before and what came after, with the way', () => {
    const made = plan('model-version', 'm/1', answers, { up: Infinity, down: 1, opened: new Set() });
    expect(rowsOf(made).map((row) => [row.side, row.steps, row.thing.key, row.relation, row.through?.key])).toEqual([
      ['before', 1, 'run:r1', 'source', 'model-version:m/1'],
      ['before', 1, 'logged-model:l1', 'source', 'model-version:m/1'],
      ['before', 2, 'pipeline-run:R', 'recorded', 'run:r1'],
      ['before', 2, 'node-run:R/train', 'recorded', 'run:r1'],
      ['before', 2, 'run:p', 'parent', 'run:r1'],
      ['before', 2, 'dataset:d', 'input', 'run:r1'],
      ['after', 1, 'run:score', 'reader', 'model-version:m/1'],
    ]);
  });
});
