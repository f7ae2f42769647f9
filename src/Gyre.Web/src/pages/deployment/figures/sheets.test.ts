import { describe, expect, it } from 'vitest';
import { booksOf } from '@/pages/deployments/testing';
import { balanceWords, sheetsOf } from './sheets';

describe('books', () => {
  it('balance where each side adds up', () => {
    const [decisions, rewards] = sheetsOf(booksOf());
    expect([decisions.difference, rewards.difference]).toEqual([0, 0]);
    expect(balanceWords(booksOf())).toContain('The books balance');
  });

  it('say what is in no place, and what is in two', () => {
    expect(balanceWords(booksOf({ joined: 57, used: 66, balance: false }))).toBe(
      'The books do not balance: 3 decisions in no place, 1 reward in more than one place.',
    );
  });

  it('do not balance when the server says so', () => {
    expect(balanceWords(booksOf({ balance: false }))).toContain('do not balance');
  });

  it('tell of early and late rewards', () => {
    const [decisions, rewards] = sheetsOf(booksOf({ late_value: 2.5, corrections: 1 }));
    expect(decisions.lines[2]!.hint).toBe('wait for a reward, 5 already with a reward');
    expect(rewards.lines[3]!.hint).toBe('came after the wait, worth 2.5, 1 correction');
  });
});
