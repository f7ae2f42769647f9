import type { Books } from '@/api/deployments';
import { count, formatNumber } from '@/kit/format';

export interface SheetLine {
  label: string;
  value: number;
  hint: string;
}

export interface Sheet {
  title: string;
  total: number;
  lines: readonly SheetLine[];
  /** How many are in no place, or below zero in more than one. */
  difference: number;
}

/** The books as two sides: where decisions are, and where rewards are. */
export function sheetsOf(books: Books): [Sheet, Sheet] {
  const sheet = (title: string, total: number, lines: SheetLine[]): Sheet => ({
    title,
    total,
    lines,
    difference: total - lines.reduce((sum, line) => sum + line.value, 0),
  });
  const early =
    books.pending_with_reward > 0 ? `, ${formatNumber(books.pending_with_reward)} already with a reward` : '';
  const late = books.late_value === 0 ? '' : `, worth ${formatNumber(books.late_value)}`;
  const corrected = books.corrections > 0 ? `, ${count(books.corrections, 'correction')}` : '';
  return [
    sheet('Decisions', books.decisions, [
      { label: 'Joined', value: books.joined, hint: 'have a reward' },
      { label: 'Defaulted', value: books.defaulted, hint: 'got none in time, and have the default' },
      { label: 'Pending', value: books.pending, hint: `wait for a reward${early}` },
    ]),
    sheet('Rewards', books.rewards, [
      { label: 'Used', value: books.used, hint: 'were the first of their decision' },
      { label: 'Aggregated', value: books.aggregated, hint: 'were combined with others' },
      { label: 'Duplicate', value: books.duplicate, hint: 'were given in before' },
      { label: 'Late', value: books.late, hint: `came after the wait${late}${corrected}` },
      { label: 'Orphan', value: books.orphan, hint: 'have no known decision' },
    ]),
  ];
}

/** Whether the books balance, in a sentence. */
export function balanceWords(books: Books): string {
  const wrong = sheetsOf(books)
    .filter((sheet) => sheet.difference !== 0)
    .map(({ title, difference }) => {
      const word = title.toLowerCase().slice(0, -1);
      return difference > 0
        ? `${count(difference, word)} in no place`
        : `${count(-difference, word)} in more than one place`;
    });
  if (books.balance && wrong.length === 0)
    return 'The books balance: every decision and every reward is in exactly one place.';
  return wrong.length === 0
    ? 'The books do not balance. Look at the log of the server.'
    : `The books do not balance: ${wrong.join(', ')}.`;
}
