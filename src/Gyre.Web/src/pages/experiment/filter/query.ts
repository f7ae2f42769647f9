import { quoteText } from './complete';
import { readTokens } from './lexer';

/**
 * What is searched for a text in the box: words without any sign of the grammar are looked for in the names of runs, as
 * in MLflow's own pages; everything else goes to the server as it is.
 */
export function filterOf(text: string): string {
  const typed = text.trim();
  if (typed === '') return '';
  return isGrammar(typed) ? typed : `attributes.run_name ILIKE ${quoteText(`%${typed}%`)}`;
}

/** Whether a text means to be a filter: it compares something, or begins like a name of one. */
export function isGrammar(text: string): boolean {
  const tokens = readTokens(text);
  return tokens.some((token, index) => {
    if (token.kind === 'compare') return true;
    const word = text.slice(token.start, token.end);
    if (token.kind === 'word') return index > 0 && /^(?:is|in)$/i.test(word) && tokens[index - 1]?.kind === 'name';
    return (
      token.kind === 'name' && /^(?:metrics?|params?|parameters?|tags?|attributes?|attr|run|datasets?)\./.test(word)
    );
  });
}

/** A filter with one more condition. */
export function andAlso(filter: string, clause: string): string {
  const now = filterOf(filter);
  if (now === '') return clause;
  const needsBrackets = readTokens(now).some(
    (token) => token.kind === 'word' && /^or$/i.test(now.slice(token.start, token.end)),
  );
  return `${needsBrackets ? `(${now})` : now} AND ${clause}`;
}

/** "metrics.loss >= 0.1 AND metrics.loss <= 0.5" */
export function rangeClause(name: string, low: number, high: number): string {
  return `${name} >= ${number(low)} AND ${name} <= ${number(high)}`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}
