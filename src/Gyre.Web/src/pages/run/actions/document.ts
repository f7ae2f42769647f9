/** Reads a JSON object that somebody typed; the problem in words when it is none. */
export function parseDocument(text: string): { document: Record<string, unknown> | null; problem: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      document: null,
      problem: `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
    };
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { document: value as Record<string, unknown>, problem: null }
    : { document: null, problem: 'The answer must be a JSON object, for example {"stars": 4}.' };
}
