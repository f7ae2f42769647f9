import { type Piece, type Stream, streams } from './LogStore';

/** What the worker says to the page. */
export type LogMessage =
  | { kind: 'lines'; pieces: Piece[] }
  /** The server begins again from the start. */
  | { kind: 'clear' }
  | { kind: 'state'; state: LogState; message: string | null };

/** `retrying`: the browser connects again by itself; `refused`: it does not. */
export type LogState = 'connecting' | 'live' | 'retrying' | 'refused' | 'ended';

/** Turns the events of a log's stream into pieces; knows when the attempt changes and when the server starts over. */
export class LogFeed {
  private pieces: Piece[] = [];
  private attempt: string | null = null;
  private startsOver = false;

  /** An event `line`: `id` is ATTEMPT:OFFSET. Answers whether what was sent before is void. */
  line(data: string, id: string): { clear: boolean } {
    const attempt = id.split(':')[0] ?? '';
    const clear = this.startsOver && attempt === this.attempt;
    this.startsOver = false;
    if (clear) this.pieces = [];
    else if (this.attempt !== null && attempt !== '' && attempt !== this.attempt)
      this.note('A new attempt has started.');
    if (attempt !== '') this.attempt = attempt;
    const piece = pieceOf(data);
    if (piece !== null) this.pieces.push(piece);
    return { clear };
  }

  /** An event `notice`: the stream does not go on where it was. */
  notice(data: string): void {
    this.startsOver = true;
    this.note(messageOf(data) ?? 'The log starts from the beginning.');
  }

  get length(): number {
    return this.pieces.length;
  }

  take(): Piece[] {
    const taken = this.pieces;
    this.pieces = [];
    return taken;
  }

  private note(text: string): void {
    this.pieces.push({ text, time: Date.now(), stream: 'note', continues: false });
  }
}

function pieceOf(data: string): Piece | null {
  try {
    const line = JSON.parse(data) as { time?: string; stream?: string; text?: string; continues?: boolean };
    const stream = streams.includes(line.stream as Stream) ? (line.stream as Stream) : 'stdout';
    return { text: line.text ?? '', time: Date.parse(line.time ?? ''), stream, continues: line.continues === true };
  } catch {
    return null;
  }
}

export function messageOf(data: string): string | null {
  try {
    return (JSON.parse(data) as { message?: string }).message ?? null;
  } catch {
    return null;
  }
}
