import { Button } from '@mantine/core';
import { shorten } from '@/kit';
import classes from './Tags.module.css';

interface Props {
  mine: string | null;
  theirs: string | null;
  /** Null for a removed tag. */
  onTake: () => void;
  onOverwrite: () => void;
}

/** Both values of what two tabs, or two people, have changed. */
export function Conflict({ mine, theirs, onTake, onOverwrite }: Props) {
  return (
    <div className={classes.conflict} role="alert">
      <p>This was changed elsewhere while you edited it. Nothing has been overwritten.</p>
      <div className={classes.both}>
        <Side title="Stored now" value={theirs} />
        <Side title="Yours" value={mine} />
      </div>
      <div className={classes.buttons}>
        <Button onClick={onTake}>Keep what is stored</Button>
        <Button color="red" variant="light" onClick={onOverwrite}>
          Overwrite with yours
        </Button>
      </div>
    </div>
  );
}

function Side({ title, value }: { title: string; value: string | null }) {
  return (
    <section>
      <h3>{title}</h3>
      <pre tabIndex={0} dir="auto">
        {value === null ? 'removed' : shorten(value, 10_000)}
      </pre>
    </section>
  );
}
