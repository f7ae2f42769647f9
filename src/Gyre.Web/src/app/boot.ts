import { setNonce } from 'get-nonce';

/** What the server wrote into the page's head for style tags made at run time; empty in development and tests. */
export const nonce = document.querySelector<HTMLMetaElement>('meta[name="gyre-nonce"]')?.content ?? '';

// Must run before anything renders: react-remove-scroll (drawers, dialogs) asks get-nonce when it makes its style tag.
if (nonce !== '') setNonce(nonce);
