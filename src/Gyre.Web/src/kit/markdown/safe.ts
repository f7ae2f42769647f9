import { baseUrl } from '@/api/base';

/** An address that may be followed: http(s) anywhere, mail, or a place on this server. Null for everything else. */
export function safeLink(href: string | undefined): string | null {
  if (href === undefined) return null;
  const text = href.trim();
  if (text === '' || text.startsWith('#')) return null;
  try {
    const url = new URL(text, baseUrl);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A picture is loaded from this server only: a foreign one would tell its host who reads the page. */
export function safeImage(src: string | undefined): string | null {
  const link = safeLink(src);
  if (link === null) return null;
  const url = new URL(link);
  return url.origin === baseUrl.origin ? url.href : null;
}

export const maxLength = 50_000;
const maxIndent = 40;
const maxMarks = 12;
const maxLines = 5000;
const maxEmphasis = 4000;

/** What opens quotes and lists at the start of a line. The parser's work grows with the square of their number and more. */
const opening = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t])))*[ \t]*/;

/** Bounds the work of the parser, which grows with the square of some of these. */
export function bounded(text: string): { text: string; cut: boolean } {
  const end = endOf(text);
  return { text: text.slice(0, end).split('\n').map(boundedLine).join('\n'), cut: end < text.length };
}

/** Where the part ends that is shown as Markdown: 50,000 characters, 5,000 lines, 4,000 marks of emphasis. */
function endOf(text: string): number {
  const end = Math.min(text.length, maxLength);
  let lines = 0;
  let emphasis = 0;
  for (let at = 0; at < end; at++) {
    const sign = text.charCodeAt(at);
    if (sign === 10 && ++lines > maxLines) return at;
    if ((sign === 42 || sign === 95) && ++emphasis > maxEmphasis) return at;
  }
  return end;
}

function boundedLine(line: string): string {
  const lead = opening.exec(line)?.[0] ?? '';
  const marks = lead.match(/>|[-*+]|\d{1,9}[.)]/g) ?? [];
  const deep = marks.length > maxMarks || lead.length > maxIndent + maxMarks;
  const rest = line
    .slice(lead.length)
    .replace(/([[*_~(!])\1{20,}/g, (run) => run.slice(0, 20))
    .replace(/`{8,}/g, '`'.repeat(7));
  return (deep ? `${marks.slice(0, maxMarks).join(' ')} ` : lead) + rest;
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

/** `&lt;` and `&#60;` as the signs they stand for; the rest stays as it is. The result is text, never markup. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
    },
  );
}
