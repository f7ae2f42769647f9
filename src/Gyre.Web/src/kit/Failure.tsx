import { Button } from '@mantine/core';
import { ApiError } from '@/api/client';
import { shorten } from './format';
import classes from './status.module.css';

/** What happened and what to do next, in the server's own words where it has some. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, remedy, places } = wordsOf(error);
  return (
    <div className={classes.box} data-error role="alert">
      <p className={classes.title}>{title}</p>
      {detail !== null && detail !== title && <p className={classes.hint}>{detail}</p>}
      {places.length > 1 && (
        <ul className={classes.places}>
          {places.slice(0, 50).map((place, index) => (
            <li key={index}>{place}</li>
          ))}
        </ul>
      )}
      {remedy !== null && <p className={classes.hint}>{remedy}</p>}
      {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}

interface Words {
  title: string;
  detail: string | null;
  remedy: string | null;
  places: readonly string[];
}

export function wordsOf(error: unknown): Words {
  if (error instanceof ApiError) {
    return {
      title: shorten(error.title, 200),
      detail: error.detail === null ? null : shorten(error.detail, 1000),
      remedy: error.remedy === null ? null : shorten(error.remedy, 500),
      places: error.errors.map((place) =>
        shorten(place.path === '' ? place.message : `${place.path}: ${place.message}`, 300),
      ),
    };
  }
  return {
    title: 'This part of the page failed',
    detail: error instanceof Error ? shorten(error.message, 500) : null,
    remedy: 'Reload the page. If it happens again, it is a fault of Gyre.',
    places: [],
  };
}
