import { stripAnsi } from './ansi';

export interface LogLine {
  text: string;
  /** ISO time; null when it is not known. */
  time?: string | null;
  stream?: string;
  /** Goes on from the line of the same stream before. */
  continues?: boolean;
}

/** The indexes of the lines that hold the text, without regard to case. */
export function findLines(lines: readonly LogLine[], wanted: string): number[] {
  const text = wanted.toLowerCase();
  if (text === '') return [];
  const found: number[] = [];
  lines.forEach((line, index) => {
    if (stripAnsi(line.text).toLowerCase().includes(text)) found.push(index);
  });
  return found;
}
