/** The times that figures are shown for; the address has the key. */
export const windows = [
  { key: 'hour', label: '1 hour', seconds: 3600 },
  { key: 'day', label: '24 hours', seconds: 86_400 },
  { key: 'week', label: '7 days', seconds: 7 * 86_400 },
  { key: '', label: 'All', seconds: null },
] as const;

/** Parts of a window: enough for a curve, few enough for each to have rewards. */
export const bucketCount = 60;

/** The window of an address; all there is for one that is not known. */
export function windowOf(key: string): (typeof windows)[number] {
  return windows.find((one) => one.key === key) ?? windows[3];
}
