/** Where the server lives: the address in `<base href>`, which it writes into index.html; the root without one. */
export const baseUrl: URL =
  typeof document === 'undefined'
    ? new URL('http://localhost/')
    : new URL(document.querySelector('base')?.href ?? '/', document.location.href);
