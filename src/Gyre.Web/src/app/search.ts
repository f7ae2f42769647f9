/** State in the address is flat text: `?tab=logs&node=train[2]`. Nothing is parsed as JSON, so nothing can be broken. */
export type SearchState = Record<string, string>;

export function parseSearch(text: string): SearchState {
  const made: SearchState = {};
  for (const [key, value] of new URLSearchParams(text)) {
    if (key !== '__proto__') made[key] = value;
  }
  return made;
}

export function stringifySearch(values: Record<string, unknown>): string {
  const made = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') made.set(key, String(value));
  }
  const text = made.toString();
  return text === '' ? '' : `?${text}`;
}
