import type { EvaluationRequest } from '@/api/deployments';
import { toNumber } from '@/kit/format';
import { sinceOf } from '@/pages/runs/filter';

/** A question as the address keeps it; times may be times ago, such as 7d. */
export const noQuestion = { versions: '', from: '', to: '', rows: '', level: '' };
export type Question = typeof noQuestion;

export const mostVersions = 10;
export const usualRows = 10_000;
const mostRows = 100_000;
export const usualLevel = 0.95;

export interface Asked {
  /** Null where nothing is asked, or not in a way that can be sent. */
  body: EvaluationRequest | null;
  /** What is wrong, by field. */
  problems: Partial<Record<keyof Question, string>>;
}

/** The question in the API's words. */
export function askedOf(question: Question, now: number): Asked {
  const problems: Asked['problems'] = {};
  const versions = versionsIn(question.versions);
  if (versions === null) problems.versions = 'A version is a whole number from 1.';
  else if (versions.length > mostVersions) problems.versions = `Choose at most ${mostVersions} versions.`;
  const body: EvaluationRequest = { versions: versions ?? [] };
  for (const key of ['from', 'to'] as const) {
    if (question[key].trim() === '') continue;
    const iso = sinceOf(question[key], now);
    if (iso === null) problems[key] = 'Use a time ago such as 2h or 7d, or a date such as 2026-05-01.';
    else body[key] = iso;
  }
  if (question.rows.trim() !== '') {
    const rows = toNumber(question.rows);
    if (rows === null || !Number.isInteger(rows) || rows < 1 || rows > mostRows)
      problems.rows = `Use a whole number from 1 to ${mostRows.toLocaleString('en-US')}.`;
    else body.rows = rows;
  }
  if (question.level.trim() !== '') {
    const level = toNumber(question.level);
    if (level === null || !(level > 0 && level < 1)) problems.level = 'Use a number above 0 and below 1, such as 0.95.';
    else body.level = level;
  }
  return { body: body.versions.length > 0 && Object.keys(problems).length === 0 ? body : null, problems };
}

/** "5,6": the numbers, each once; null where one is none. */
export function versionsIn(text: string): number[] | null {
  const parts = text.split(',').filter((part) => part !== '');
  return parts.every((part) => /^[1-9]\d{0,14}$/.test(part)) ? [...new Set(parts.map(Number))] : null;
}
