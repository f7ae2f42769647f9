export const streams = ['stdout', 'stderr', 'supervisor', 'note'] as const;
export type Stream = (typeof streams)[number];

export interface Line {
  text: string;
  /** Milliseconds; NaN when it is not known. */
  time: number;
  stream: Stream;
}

/** A piece of a log as the worker hands it over. `continues` pieces go on from the line of their stream before. */
export interface Piece extends Line {
  continues: boolean;
}

const chunkSize = 8192;
/** Lines kept; of a longer log the newest ones. */
export const mostLines = 2_000_000;
/** Pieces are joined up to this length, so that one endless line cannot take the page down. */
const longestLine = 1_000_000;

interface Chunk {
  texts: string[];
  times: number[];
  streams: number[];
}

/** The lines of a log, numbered from 0; the oldest chunks go when there are too many. */
export class LogStore {
  private chunks: Chunk[] = [];
  private dropped = 0;
  private count = 0;
  private readonly lastOf = new Map<Stream, number>();
  private listeners = new Set<() => void>();
  private changes = 0;
  private clears = 0;

  /** Number of the first line that is kept. */
  get first(): number {
    return this.dropped;
  }

  /** Number behind the last line. */
  get end(): number {
    return this.count;
  }

  get size(): number {
    return this.count - this.dropped;
  }

  /** Another number after every `clear`. */
  get epoch(): number {
    return this.clears;
  }

  readonly version = (): number => this.changes;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  line(number: number): Line | null {
    const at = number - this.dropped;
    const chunk = this.chunks[Math.floor(at / chunkSize)];
    const text = chunk?.texts[at % chunkSize];
    if (at < 0 || chunk === undefined || text === undefined) return null;
    return {
      text,
      time: chunk.times[at % chunkSize] ?? NaN,
      stream: streams[chunk.streams[at % chunkSize] ?? 0] ?? 'stdout',
    };
  }

  text(number: number): string {
    const at = number - this.dropped;
    return this.chunks[Math.floor(at / chunkSize)]?.texts[at % chunkSize] ?? '';
  }

  append(pieces: readonly Piece[]): void {
    for (const piece of pieces) {
      if (!(piece.continues && this.join(piece))) this.push(piece);
    }
    while (this.size > mostLines) {
      this.chunks.shift();
      this.dropped += chunkSize;
    }
    this.tell();
  }

  clear(): void {
    this.chunks = [];
    this.dropped = 0;
    this.count = 0;
    this.lastOf.clear();
    this.clears++;
    this.tell();
  }

  /** Runs of texts, to write the log into a file without one string of hundreds of megabytes. */
  *parts(): Generator<readonly string[]> {
    for (const chunk of this.chunks) yield chunk.texts;
  }

  private push(piece: Piece): void {
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || chunk.texts.length === chunkSize) {
      chunk = { texts: [], times: [], streams: [] };
      this.chunks.push(chunk);
    }
    chunk.texts.push(piece.text);
    chunk.times.push(piece.time);
    chunk.streams.push(streams.indexOf(piece.stream));
    this.lastOf.set(piece.stream, this.count++);
  }

  private join(piece: Piece): boolean {
    const number = this.lastOf.get(piece.stream);
    if (number === undefined || number < this.dropped) return false;
    const at = number - this.dropped;
    const texts = this.chunks[Math.floor(at / chunkSize)]?.texts;
    const before = texts?.[at % chunkSize];
    if (texts === undefined || before === undefined || before.length + piece.text.length > longestLine) return false;
    texts[at % chunkSize] = before + piece.text;
    return true;
  }

  private tell(): void {
    this.changes++;
    for (const listener of this.listeners) listener();
  }
}
