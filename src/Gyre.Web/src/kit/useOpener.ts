import { useMemo, useRef } from 'react';

/**
 * For a dialog that an item of a menu opens: `keep` when it is asked for, `back` when it closes. The item has the focus
 * then and is gone afterwards, so it is the button of its menu that the focus comes back to.
 */
export function useOpener() {
  const kept = useRef<Element | null>(null);
  return useMemo(
    () => ({
      keep() {
        const active = document.activeElement;
        const menu = active?.closest('[role="menu"]')?.id;
        const buttons = menu === undefined ? [] : [...document.querySelectorAll('[aria-controls]')];
        kept.current = buttons.find((button) => button.getAttribute('aria-controls') === menu) ?? active;
      },
      back() {
        if (kept.current instanceof HTMLElement) kept.current.focus({ preventScroll: true });
      },
    }),
    [],
  );
}
