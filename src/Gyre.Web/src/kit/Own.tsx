import { shorten } from './format';
import classes from './Own.module.css';

/**
 * Text from outside (names, tags, messages, paths): isolated, so that right-to-left text does not turn its
 * neighbours around, and cut by the layout, never by its author. `max` is the widest it gets, in characters.
 */
export function Own({ text, max }: { text: string | null | undefined; max?: number }) {
  const value = text ?? '';
  if (value.trim() === '') return <span className={classes.none}>{value === '' ? '–' : '(blank)'}</span>;
  return (
    <bdi
      className={classes.own}
      title={shorten(value, 2000)}
      style={max === undefined ? undefined : { maxWidth: `min(${max}ch, 70vw)` }}
      dir="auto"
    >
      {value.length > 2000 ? shorten(value, 2000) : value}
    </bdi>
  );
}
