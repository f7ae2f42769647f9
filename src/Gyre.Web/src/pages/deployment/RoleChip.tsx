import { Icon, type IconName } from '@/kit';
import classes from './deployment.module.css';
import type { Role } from './route';

const icons: Record<Role, IconName> = { champion: 'check', canary: 'up', shadow: 'ring', idle: 'dash' };

/** What a version does; the mark says it without colour. */
export function RoleChip({ role }: { role: Role }) {
  return (
    <span className={classes.role} data-role={role}>
      <Icon name={icons[role]} size={12} /> {role}
    </span>
  );
}
