import { CopyButton } from './CopyButton';
import classes from './Code.module.css';

/** A block of text to read or copy, as it is. Very long text is cut in view; the copy is whole. */
export function Code({ text, lang, wrap }: { text: string; lang?: string; wrap?: boolean }) {
  const shown = text.length > limit ? `${text.slice(0, limit)}\n…` : text;
  return (
    <div className={classes.block} data-lang={lang}>
      <pre className={classes.text} data-wrap={wrap === true ? '' : undefined} tabIndex={0} dir="ltr">
        {shown}
      </pre>
      <div className={classes.copy}>
        <CopyButton text={text} />
      </div>
    </div>
  );
}

const limit = 200_000;
