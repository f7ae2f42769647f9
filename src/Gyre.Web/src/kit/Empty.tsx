import type { ReactNode } from 'react';
import { Code } from './Code';
import classes from './status.module.css';

interface Props {
  title: string;
  hint?: ReactNode;
  /** Commands that fill the place, each to copy. */
  commands?: readonly string[];
  action?: ReactNode;
}

export function Empty({ title, hint, commands, action }: Props) {
  return (
    <div className={classes.box}>
      <p className={classes.title}>{title}</p>
      {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      {commands?.map((command) => (
        <Code key={command} text={command} lang="shell" />
      ))}
      {action}
    </div>
  );
}
