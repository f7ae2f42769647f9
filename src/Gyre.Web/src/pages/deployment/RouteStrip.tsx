import { Fragment } from 'react';
import type { Deployment } from '@/api/deployments';
import { percent } from '@/pages/deployments/rows';
import { decides } from '@/pages/deployments/served';
import classes from './deployment.module.css';
import { RoleChip } from './RoleChip';
import { roleOf, shareOf } from './route';

/** Who decides or answers which share, as one bar, and the names below it. */
export function RouteStrip({ deployment }: { deployment: Deployment }) {
  const deciding = [deployment.champion, ...deployment.canaries.map((canary) => canary.version)];
  const parts = deciding.map((version) => ({
    version,
    role: roleOf(deployment, version),
    share: shareOf(deployment, version),
  }));
  let left = 0;
  return (
    <section className={classes.card} aria-label="Route">
      <svg className={classes.strip} aria-hidden="true">
        {parts.map(({ version, role, share }) => {
          const x = left;
          left += share;
          return (
            <Fragment key={version}>
              <rect data-role={role} x={`${x * 100}%`} width={`${share * 100}%`} height="100%" />
              {x > 0 && <line x1={`${x * 100}%`} x2={`${x * 100}%`} y1="0" y2="100%" />}
            </Fragment>
          );
        })}
      </svg>
      <ul className={classes.legend}>
        {parts.map(({ version, role, share }) => (
          <li key={version}>
            <RoleChip role={role} /> version {version}: {percent(share)}
          </li>
        ))}
        {deployment.shadows.map((version) => (
          <li key={`shadow ${version}`}>
            <RoleChip role="shadow" /> version {version}: {shadowWords(deployment)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function shadowWords(deployment: Deployment): string {
  return decides(deployment) ? 'decides as well, and nobody acts on it' : 'answers as well, and nobody sees it';
}
