import { useRouterState } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef, useState } from 'react';
import classes from './RouteAnnouncer.module.css';

/** Tells readers of the screen that the page has changed, and moves the focus there when it would be lost. */
export function RouteAnnouncer({ main }: { main: RefObject<HTMLElement | null> }) {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const [text, setText] = useState('');
  const first = useRef(true);
  useEffect(() => {
    if (path === undefined) return;
    if (first.current) {
      first.current = false;
      return;
    }
    // The new page sets its title in an effect of its own.
    const timer = setTimeout(() => {
      setText(document.title.replace(/ · Gyre$/, ''));
      const focused = document.activeElement;
      if (focused === null || focused === document.body || focused.closest('nav') !== null)
        main.current?.focus({ preventScroll: true });
    }, 100);
    return () => clearTimeout(timer);
  }, [path, main]);
  return (
    <div aria-live="polite" aria-atomic="true" className={classes.hidden}>
      {text}
    </div>
  );
}
