import { lazy, Suspense } from 'react';
import { Loading } from './Loading';

const Rendered = lazy(() => import('./markdown/Rendered'));

/** Markdown from outside: no raw HTML, no foreign pictures, bounded. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<Loading rows={3} />}>
      <Rendered text={text} />
    </Suspense>
  );
}
