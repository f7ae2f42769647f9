/**
 * How well a text is found in a label: 0 not at all; more is better. All words have to be there; the start of a word
 * counts more than its middle.
 */
export function match(text: string, label: string): number {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const within = label.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const at = within.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 4 : /[\s\-_/.]/.test(within.charAt(at - 1)) ? 3 : 1;
  }
  return words.length === 0 ? 1 : sum / words.length + 1 / (2 + within.length);
}
