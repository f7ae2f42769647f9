import classes from './status.module.css';

/** Grey bars in the place of what comes. */
export function Loading({ rows = 5 }: { rows?: number }) {
  return (
    <div className={classes.bars} role="status" aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={classes.bar} style={{ width: `${96 - ((index * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
