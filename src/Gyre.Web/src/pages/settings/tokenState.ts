/** Where a token stands: `ready`, `revoked` or `ended` (its days are over). */
export function tokenState(
  token: { revoked_at?: string | null; expires_at?: string | null },
  now: number,
): 'ready' | 'revoked' | 'ended' {
  if (token.revoked_at != null) return 'revoked';
  return token.expires_at != null && Date.parse(token.expires_at) <= now ? 'ended' : 'ready';
}

/** What is wrong with the days a token should last; null when nothing is. Empty means for good. */
export function daysProblem(text: string): string | null {
  if (text.trim() === '') return null;
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= 3650 ? null : 'Give 1 to 3650 days, or nothing for no end.';
}
