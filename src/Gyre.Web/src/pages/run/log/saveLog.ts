import { stripAnsi } from '@/kit/log/ansi';
import type { LogStore } from './LogStore';

/** Hands the log to the browser as a text file without codes, chunk by chunk. */
export function saveLog(store: LogStore, name: string): void {
  const parts: string[] = [];
  for (const texts of store.parts()) parts.push(`${texts.map((text) => stripAnsi(text)).join('\n')}\n`);
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
