import { shorten } from '@/kit';
import classes from './FilterBox.module.css';
import { placeOf } from './place';

const around = 60;

/** What the server said of a filter, with the place it means marked. */
export function FilterError({ filter, message }: { filter: string; message: string }) {
  const place = placeOf(filter, message);
  return (
    <div className={classes.error} role="alert">
      {place !== null && (
        <code className={classes.marked} dir="ltr">
          {place.start > around && '…'}
          {filter.slice(Math.max(0, place.start - around), place.start)}
          <mark>{filter.slice(place.start, place.end) || '\u00a0'}</mark>
          {filter.slice(place.end, place.end + around)}
          {filter.length > place.end + around && '…'}
        </code>
      )}
      <span>{shorten(message, 400)}</span>
    </div>
  );
}
