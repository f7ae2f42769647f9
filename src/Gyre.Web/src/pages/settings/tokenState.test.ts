import { describe, expect, it } from 'vitest';
import { daysProblem, tokenState } from './tokenState';

describe('tokenState', () => {
  const now = Date.parse('2026-11-30T12:00:00Z');

  it('ends at its time, not after it', () => {
    expect(tokenState({ expires_at: '2026-11-30T12:00:00Z' }, now)).toBe('ended');
    expect(tokenState({ expires_at: '2026-11-30T12:00:01Z' }, now)).toBe('ready');
    expect(tokenState({ expires_at: null }, now)).toBe('ready');
  });

  it('is revoked for good', () => {
    expect(tokenState({ revoked_at: '2026-11-01T00:00:00Z', expires_at: null }, now)).toBe('revoked');
  });
});

describe('daysProblem', () => {
  it.each(['', ' ', '1', '3650'])('takes %j', (text) => expect(daysProblem(text)).toBeNull());
  it.each(['0', '-1', '3651', '1.5', 'x', '1e9'])('refuses %j', (text) => expect(daysProblem(text)).not.toBeNull());
});
