/**
 * Where to go after signing in: a path of these pages, or home. Everything a browser could read as another host
 * (`//evil`, `/\evil`, `https:…`, control characters in between) is home.
 */
export function safeNext(next: string | undefined): string {
  if (next === undefined || next === '') return '/';
  // eslint-disable-next-line no-control-regex -- browsers drop these characters from addresses, which hides "//"
  if (!/^\/(?![/\\])/.test(next) || /[\u0000-\u0020\u007f\\]/.test(next)) return '/';
  const here = new URL('http://pages.invalid/');
  let url: URL;
  try {
    url = new URL(next, here);
  } catch {
    return '/';
  }
  if (url.origin !== here.origin || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-in')) return '/';
  return url.pathname + url.search + url.hash;
}
