import type { ReactNode } from 'react';
import classes from './Facts.module.css';

/** Names with their values: `<Facts items={[['Project', <Own text={project} />]]} />`. Null leaves a line out. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode] | null)[] }) {
  return (
    <dl className={classes.facts}>
      {items.map((item) =>
        item === null ? null : (
          <div key={item[0]} className={classes.fact}>
            <dt>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
