import { Own } from '@/kit';
import classes from './Trace.module.css';
import { Value } from './Value';

/** Names with their values, as the program that was traced gave them; a name may come twice. */
export function Pairs({ pairs }: { pairs: readonly (readonly [string, unknown])[] }) {
  return (
    <dl className={classes.attributes}>
      {pairs.map(([key, value], index) => (
        <div key={index}>
          <dt>
            <Own text={key} />
          </dt>
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
