import { useCombobox } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';

interface Proposals<P> {
  proposals: readonly P[];
}

interface Grammar<C, P> {
  /** What could be put in at a place of the text. */
  complete: (text: string, at: number) => C;
  /** The text with a proposal in it, and where the cursor stands then. */
  apply: (text: string, completion: C, proposal: P) => { text: string; cursor: number };
}

/**
 * The text being typed, and what could be put in at its cursor.
 * @param value the text of the address
 * @param none no proposals
 * @param grammar how texts are completed
 */
export function useCompletion<P, C extends Proposals<P>, E extends HTMLInputElement | HTMLTextAreaElement>(
  value: string,
  none: C,
  grammar: Grammar<C, P>,
) {
  const [text, setText] = useState(value);
  const [shown, setShown] = useState(value);
  const [completion, setCompletion] = useState<C>(none);
  const input = useRef<E>(null);
  const cursor = useRef<number | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });

  // The address has changed by something else: a link, the browser's back, a brush in a chart.
  if (shown !== value) {
    setShown(value);
    setText(value);
  }
  useEffect(() => {
    if (cursor.current === null) return;
    input.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = null;
  }, [text]);

  const propose = (typed: string, at: number) => {
    const next = grammar.complete(typed, at);
    setCompletion(next);
    combobox.resetSelectedOption();
    if (next.proposals.length > 0) combobox.openDropdown();
    else combobox.closeDropdown();
  };
  const change = (typed: string, at: number) => {
    setText(typed);
    propose(typed, at);
  };
  const choose = (index: string) => {
    const proposal = completion.proposals[Number(index)];
    if (proposal === undefined) return;
    const made = grammar.apply(text, completion, proposal);
    cursor.current = made.cursor;
    change(made.text, made.cursor);
  };
  return { text, setText, setShown, input, combobox, completion, propose, choose, change };
}
