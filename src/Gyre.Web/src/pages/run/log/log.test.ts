import { describe, expect, it } from 'vitest';
import { LogFeed } from './LogFeed';
import { LogSearch, markHits, nextHit } from './LogSearch';
import { LogStore, mostLines, type Piece } from './LogStore';
import { lineHeight, scrollFor, viewOf } from './window';

function piece(text: string, more: Partial<Piece> = {}): Piece {
  return { text, time: 0, stream: 'stdout', continues: false, ...more };
}

function textsOf(store: LogStore): string[] {
  return [...store.parts()].flat();
}

describe('LogStore', () => {
  it('joins pieces of a line, each to the line of its own stream', () => {
    const store = new LogStore();
    store.append([
      piece('out '),
      piece('err ', { stream: 'stderr' }),
      piece('more', { continues: true }),
      piece('more', { stream: 'stderr', continues: true }),
    ]);
    expect(textsOf(store)).toEqual(['out more', 'err more']);
  });

  it('begins a new line when there is nothing to go on from, and when a line is endless', () => {
    const store = new LogStore();
    store.append([
      piece('lost', { continues: true }),
      piece('x'.repeat(999_990)),
      piece('y'.repeat(20), { continues: true }),
    ]);
    expect(store.end).toBe(3);
  });

  it('keeps the newest lines and their numbers', () => {
    const store = new LogStore();
    const many = Array.from({ length: 100_000 }, (_, index) => piece(String(index)));
    for (let round = 0; round < 21; round++) store.append(many);
    expect(store.end).toBe(2_100_000);
    expect(store.size).toBeLessThanOrEqual(mostLines);
    expect(store.line(store.end - 1)?.text).toBe('99999');
    expect(store.line(store.first)?.text).toBe(String(store.first % 100_000));
    expect(store.line(store.first - 1)).toBeNull();
  });

  it('tells its listeners', () => {
    const store = new LogStore();
    let told = 0;
    const leave = store.subscribe(() => told++);
    store.append([piece('a')]);
    store.clear();
    leave();
    store.append([piece('b')]);
    expect(told).toBe(2);
    expect(textsOf(store)).toEqual(['b']);
  });
});

describe('LogSearch', () => {
  it('finds text without regard to case and through colours, and goes on with new lines', () => {
    const store = new LogStore();
    store.append([piece('Epoch 1'), piece('\u001b[31mep\u001b[0moch 2'), piece('nothing')]);
    const search = new LogSearch(store, 'EPOCH');
    expect(search.run(100)).toBe(true);
    expect(search.hits).toEqual([0, 1]);
    store.append([piece('epoch 3')]);
    search.run(100);
    expect(search.hits).toEqual([0, 1, 3]);
  });

  it('begins again when the log was cleared', () => {
    const store = new LogStore();
    store.append([piece('a'), piece('b'), piece('a')]);
    const search = new LogSearch(store, 'a');
    search.run(100);
    store.clear();
    store.append(['b', 'a', 'b', 'b'].map((text) => piece(text)));
    search.run(100);
    expect(search.hits).toEqual([1]);
  });

  it('steps to the next and the one before, around the ends', () => {
    const hits = [3, 10, 20];
    expect(nextHit(hits, 3, true)).toBe(10);
    expect(nextHit(hits, 20, true)).toBe(3);
    expect(nextHit(hits, 10, false)).toBe(3);
    expect(nextHit(hits, 3, false)).toBe(20);
    expect(nextHit(hits, -1, true)).toBe(3);
    expect(nextHit([], 3, true)).toBeNull();
  });

  it('marks every hit, and none where small letters have another length', () => {
    expect(markHits('aXbxc', 'x')).toEqual([
      { text: 'a', isHit: false },
      { text: 'X', isHit: true },
      { text: 'b', isHit: false },
      { text: 'x', isHit: true },
      { text: 'c', isHit: false },
    ]);
    expect(markHits('İx', 'x')).toEqual([{ text: 'İx', isHit: false }]);
  });
});

describe('LogFeed', () => {
  const line = (text: string) =>
    JSON.stringify({ time: '2026-01-01T00:00:00Z', stream: 'stdout', text, continues: false });

  it('says when a new attempt begins', () => {
    const feed = new LogFeed();
    feed.line(line('a'), 'one:10');
    feed.line(line('b'), 'two:10');
    expect(feed.take().map((one) => one.text)).toEqual(['a', 'A new attempt has started.', 'b']);
    expect(feed.length).toBe(0);
  });

  it('drops what came before when the same attempt starts over', () => {
    const feed = new LogFeed();
    feed.line(line('a'), 'one:10');
    feed.notice('{"message":"The Last-Event-ID is ahead of the log."}');
    expect(feed.line(line('a'), 'one:10').clear).toBe(true);
    expect(feed.take().map((one) => one.text)).toEqual(['a']);
  });

  it('keeps what came before when another attempt starts', () => {
    const feed = new LogFeed();
    feed.line(line('a'), 'one:10');
    feed.notice('{"message":"A newer attempt has started."}');
    expect(feed.line(line('b'), 'two:5').clear).toBe(false);
    expect(feed.take().map((one) => one.text)).toContain('a');
  });

  it('takes unknown streams and broken data without failing', () => {
    const feed = new LogFeed();
    feed.line('{"stream":"__proto__","text":"x"}', '');
    feed.line('{', '');
    expect(feed.take()).toMatchObject([{ text: 'x', stream: 'stdout', continues: false }]);
  });
});

describe('viewOf', () => {
  it('draws what is in view and a little more', () => {
    expect(viewOf(1800, 180, 1000)).toEqual({ height: 18_000, first: 80, count: 50, top: 1440 });
    expect(viewOf(0, 180, 3)).toEqual({ height: 54, first: 0, count: 3, top: 0 });
  });

  it('reaches the last of two million lines', () => {
    const lines = 2_000_000;
    const view = viewOf(16_000_000 - 400, 400, lines);
    expect(view.height).toBe(16_000_000);
    expect(view.first + view.count).toBe(lines);
    const lastBottom = view.top + view.count * lineHeight;
    expect(Math.abs(lastBottom - 16_000_000)).toBeLessThan(1);
  });

  it.each([1000, 2_000_000])('scrolls to a line of %i', (lines) => {
    for (const line of [0, 17, Math.floor(lines / 2), lines - 1]) {
      const top = scrollFor(line, 400, lines);
      const view = viewOf(top, 400, lines);
      const y = view.top + (line - view.first) * lineHeight - top;
      expect(y).toBeGreaterThanOrEqual(-1);
      expect(y).toBeLessThanOrEqual(400 - lineHeight + 1);
    }
  });
});
