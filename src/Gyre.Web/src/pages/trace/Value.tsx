import { Code } from '@/kit';
import { messagesOf, shownValue } from './values';
import classes from './Trace.module.css';

/** A value of a span as text; a chat as its messages. */
export function Value({ value }: { value: unknown }) {
  const messages = messagesOf(value);
  if (messages !== null) {
    return (
      <ol className={classes.messages}>
        {messages.map((message, index) => (
          <li key={index}>
            <span className={classes.role}>{message.role.slice(0, 40)}</span>
            <div className={classes.message} dir="auto">
              {message.text.slice(0, mostShown)}
              {message.text.length > mostShown && '…'}
            </div>
          </li>
        ))}
      </ol>
    );
  }
  const shown = shownValue(value);
  if (shown.kind === 'none') return <span className={classes.dim}>–</span>;
  if (shown.kind === 'short') {
    return (
      <bdi className={classes.short} dir="auto">
        {shown.text === '' ? '(empty)' : shown.text}
      </bdi>
    );
  }
  return <Code text={shown.text} lang={shown.kind === 'json' ? 'json' : 'text'} wrap />;
}

const mostShown = 20_000;
