import type { NodeRun } from '@/api/nodes';

/** A node run in time; times in milliseconds. */
export interface Bar {
  name: string;
  label: string;
  depth: number;
  state: string;
  /** When it came into the queue, as far as that is known: its start less what it waited. */
  queuedAt: number | null;
  startedAt: number | null;
  endedAt: number | null;
  isHit: boolean;
  attempts: number;
}

/** Node runs as bars in the order of the graph; one that runs ends now. */
export function barsOf(nodes: readonly NodeRun[], now: number): Bar[] {
  const known = new Set(nodes.map((node) => node.name));
  return nodes.map((node) => {
    const parent = parentOf(node.name, known);
    const started = timeOf(node.started_at);
    const ended = timeOf(node.ended_at);
    const queued = (node.queued_seconds ?? 0) * 1000;
    return {
      name: node.name,
      label: parent === null ? node.name : node.name.slice(parent.length).replace(/^\//, ''),
      depth: depthOf(node.name, known),
      state: node.state,
      queuedAt: started === null || queued === 0 ? null : started - queued,
      startedAt: started,
      endedAt: ended ?? (started === null || !isGoing(node.state) ? started : Math.max(started, now)),
      isHit: node.cache === 'hit' || node.cache === 'reused',
      attempts: node.attempts,
    };
  });
}

function isGoing(state: string): boolean {
  return ['running', 'backing-off', 'awaiting-approval', 'awaiting-answer', 'queued', 'waiting'].includes(state);
}

function timeOf(at: string | null | undefined): number | null {
  const made = at == null ? NaN : Date.parse(at);
  return Number.isNaN(made) ? null : made;
}

/** The nearest path before that is a node run itself: `train[2]` lies in `train`, `loop[1]/say` in `loop`. */
export function parentOf(name: string, known: ReadonlySet<string>): string | null {
  for (let at = name.length - 1; at > 0; at--) {
    if ((name[at] === '/' || name[at] === '[') && known.has(name.slice(0, at))) return name.slice(0, at);
  }
  return null;
}

function depthOf(name: string, known: ReadonlySet<string>): number {
  let depth = 0;
  for (let at = parentOf(name, known); at !== null && depth < 20; at = parentOf(at, known)) depth++;
  return depth;
}

export interface Span {
  from: number;
  to: number;
}

/** All of the time that the bars cover; the run's own begin and end where there are no bars. */
export function wholeSpan(bars: readonly Bar[], runFrom: number, runTo: number): Span {
  let [from, to] = [runFrom, runTo];
  for (const bar of bars) {
    const begin = bar.queuedAt ?? bar.startedAt;
    if (begin !== null) from = Math.min(from, begin);
    if (bar.endedAt !== null) to = Math.max(to, bar.endedAt);
  }
  return to - from < 10 ? { from, to: from + 10 } : { from, to };
}

const least = 10;

/** Zooms by a factor around a time, within the whole. */
export function zoomSpan(span: Span, whole: Span, factor: number, around: number): Span {
  const length = Math.min(whole.to - whole.from, Math.max(least, (span.to - span.from) / factor));
  const part = (around - span.from) / (span.to - span.from);
  return within({ from: around - length * part, to: around + length * (1 - part) }, whole);
}

/** Moves by a time, within the whole. */
export function moveSpan(span: Span, whole: Span, by: number): Span {
  return within({ from: span.from + by, to: span.to + by }, whole);
}

function within(span: Span, whole: Span): Span {
  const length = span.to - span.from;
  if (length >= whole.to - whole.from) return whole;
  const from = Math.min(Math.max(span.from, whole.from), whole.to - length);
  return { from, to: from + length };
}

const seconds = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
  14400, 21600, 43200, 86400, 172800, 604800,
];

/** Times from the beginning of the run at which a line is drawn: round ones, as many as fit. */
export function ticksOf(span: Span, origin: number, most: number): number[] {
  const length = (span.to - span.from) / 1000;
  const step = (seconds.find((one) => length / one <= most) ?? Math.ceil(length / most / 604800) * 604800) * 1000;
  const ticks: number[] = [];
  for (
    let tick = Math.ceil((span.from - origin) / step) * step;
    origin + tick <= span.to && ticks.length < 200;
    tick += step
  )
    ticks.push(tick);
  return ticks;
}

/** Where a stretch of time lies in the view, as shares of it; null when it is outside. A short one is still seen. */
export function shareOf(from: number, to: number, span: Span): { left: number; width: number } | null {
  const length = span.to - span.from;
  if (to < span.from || from > span.to) return null;
  const left = Math.max(0, (from - span.from) / length);
  const right = Math.min(1, (to - span.from) / length);
  return { left, width: Math.max(0, right - left) };
}
