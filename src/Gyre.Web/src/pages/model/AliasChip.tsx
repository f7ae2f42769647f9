import { Icon, Own } from '@/kit';
import { roleOf } from './aliases';
import classes from './model.module.css';

/** An alias; champion and challenger have a mark beside their colour. */
export function AliasChip({ alias }: { alias: string }) {
  const role = roleOf(alias);
  return (
    <span className={classes.chip} data-role={role ?? undefined}>
      {role !== null && <Icon name={role === 'champion' ? 'check' : 'up'} size={12} />}
      <Own text={alias} max={24} />
    </span>
  );
}
