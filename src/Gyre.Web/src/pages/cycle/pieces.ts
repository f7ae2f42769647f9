import { formatNumber } from '@/kit/format';

/** A part of a sentence: plain words, a word from outside, or a number. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'own'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number };

type Filling = string | number | Piece | readonly Piece[] | null;

/** A name from outside, which the page isolates. */
export function own(text: string): Piece {
  return { kind: 'own', text };
}

export function num(value: number): Piece {
  return { kind: 'number', value };
}

/** ``say`Stopped after ${3} turns because ${own(name)} ended.` ``: strings and numbers are words, null is nothing. */
export function say(words: TemplateStringsArray, ...fillings: readonly Filling[]): Piece[] {
  const made: Piece[] = [];
  const add = (piece: Piece) => {
    const last = made.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text')
      made[made.length - 1] = { kind: 'text', text: last.text + piece.text };
    else if (piece.kind !== 'text' || piece.text !== '') made.push(piece);
  };
  words.forEach((word, index) => {
    add({ kind: 'text', text: word });
    const filling = fillings[index];
    if (filling === undefined || filling === null) return;
    if (typeof filling === 'string' || typeof filling === 'number') add({ kind: 'text', text: String(filling) });
    else if ('kind' in filling) add(filling);
    else filling.forEach(add);
  });
  return made;
}

/** The sentence as one text: for titles, exports and readers of the screen. */
export function plain(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.kind === 'number' ? formatNumber(piece.value) : piece.text)).join('');
}
