import { Code } from '../Code';
import { formatBytes } from '../format';
import { Markdown } from '../Markdown';
import { parseCsv } from './csv';
import type { Kind } from './kind';
import { type Head, textOf } from './read';
import { Rows } from './Rows';
import classes from './Preview.module.css';

const maxRows = 200;

/** The head of a file that may be text. */
export function Body({ head, kind }: { head: Head; kind: Kind }) {
  const text = textOf(head);
  if (text === null) return <p className={classes.note}>This file is not text. Download it to look at it.</p>;
  return (
    <>
      {head.cut && <p className={classes.note}>The first {formatBytes(head.bytes.length)} of the file:</p>}
      {kind === 'csv' ? (
        <Csv text={text} />
      ) : kind === 'markdown' ? (
        <Markdown text={text} />
      ) : (
        <Code text={kind === 'json' && !head.cut ? pretty(text) : text} lang={kind} />
      )}
    </>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Csv({ text }: { text: string }) {
  const [head = [], ...rows] = parseCsv(text, maxRows + 1);
  return <Rows head={head} rows={rows} note={rows.length >= maxRows ? `The first ${maxRows} rows.` : undefined} />;
}
