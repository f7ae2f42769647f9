import { Icon, type IconName } from './icons';
import { shorten } from './format';
import { toneOf, type Tone, wordOf } from './states';
import classes from './State.module.css';

const icons: Record<Tone, IconName> = {
  good: 'check',
  bad: 'cross',
  active: 'spin',
  waiting: 'person',
  warn: 'warn',
  idle: 'dash',
};

/** A state as icon and word: colour is never alone. */
export function State({ value }: { value: string }) {
  const tone = toneOf(value);
  return (
    <span className={classes.state} data-tone={tone} data-state={value}>
      <Icon name={icons[tone]} size={14} />
      {shorten(wordOf(value), 40)}
    </span>
  );
}
