import type { ReactNode } from 'react';
import type { Deployment, DeploymentVersions } from '@/api/deployments';
import { formatTime, Icon, useNow } from '@/kit';
import { Said } from '@/pages/cycle/Said';
import classes from './deployment.module.css';
import { sentenceOf } from './route';

interface Props {
  deployment: Deployment;
  versions: DeploymentVersions | undefined;
  /** The numbers that follow the sentence. */
  children: ReactNode;
}

/** What a reader must know in five seconds, and the numbers that follow. */
export function Headline({ deployment, versions, children }: Props) {
  const now = useNow(false);
  const pieces = sentenceOf(deployment, versions?.versions ?? [], versions?.changes ?? [], (at) =>
    formatTime(Date.parse(at), now),
  );
  const trial = deployment.canaries.length > 0;
  return (
    <section className={classes.headline} data-tone={trial ? 'active' : 'good'} aria-label="Summary">
      <div className={classes.lead}>
        <span className={classes.sign}>
          <Icon name={trial ? 'route' : 'check'} size={20} />
        </span>
        <p className={classes.sentence} role="status">
          <Said pieces={pieces} />
        </p>
      </div>
      <dl className={classes.numbers}>{children}</dl>
    </section>
  );
}
