import { baseUrl } from '@/api/base';
import { request } from '@/api/client';

export interface Head {
  bytes: Uint8Array<ArrayBuffer>;
  /** Whether there is more than was read. */
  cut: boolean;
}

function pathOf(address: string): string {
  const url = new URL(address);
  return `/${url.pathname.slice(baseUrl.pathname.length)}${url.search}`;
}

/** At most `limit` bytes from `start`, by a range; a server that sends more than was asked for is cut off. */
async function readRange(address: string, start: number, limit: number, signal: AbortSignal) {
  const headers = { Range: `bytes=${start}-${start + limit - 1}` };
  const response = await request('GET', pathOf(address), { headers, signal });
  const reader = response.body?.getReader();
  // Without a range the bytes come from the beginning.
  const skip = response.status === 206 ? 0 : start;
  const parts: Uint8Array[] = [];
  let size = 0;
  while (reader !== undefined && size <= skip + limit) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    size += value.length;
  }
  await reader?.cancel();
  const bytes = join(parts, size).slice(skip, skip + limit);
  const total = /\/(\d+)$/.exec(response.headers.get('Content-Range') ?? '')?.[1];
  return { bytes, total: total === undefined ? size : Number(total) };
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The first bytes of a file. */
export async function readHead(address: string, limit: number, signal: AbortSignal): Promise<Head> {
  const { bytes, total } = await readRange(address, 0, limit, signal);
  return { bytes, cut: total > bytes.length };
}

/** A file that is read in pieces, up to a number of bytes in all. */
export interface Pieces {
  byteLength: number;
  slice: (start: number, end?: number) => Promise<ArrayBuffer>;
}

/** Thrown when more would have to be read than is allowed. */
export class TooMuch extends Error {}

export async function openPieces(address: string, budget: number, signal: AbortSignal): Promise<Pieces> {
  const { total } = await readRange(address, 0, 4, signal);
  let left = budget;
  return {
    byteLength: total,
    slice: async (start, end = total) => {
      left -= end - start;
      if (left < 0) throw new TooMuch('Too much of the file would have to be read.');
      return (await readRange(address, start, end - start, signal)).bytes.buffer;
    },
  };
}

/** The text of the bytes, or null when they are not text (a NUL, or many bytes that are not UTF-8). */
export function textOf({ bytes }: Head): string | null {
  if (bytes.subarray(0, 8192).includes(0)) return null;
  const text = new TextDecoder('utf-8').decode(bytes);
  const bad = text.slice(0, 8192).split('\ufffd').length - 1;
  return bad > 8 && bad * 20 > Math.min(text.length, 8192) ? null : text.replace(/^\ufeff/, '');
}
