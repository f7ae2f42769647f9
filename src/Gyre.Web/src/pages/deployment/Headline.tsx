import type { Books, Deployment, DeploymentVersions, Figures } from '@/api/deployments';
import { formatTime, Icon, Meter, Num, useNow } from '@/kit';
import { Said } from '@/pages/cycle/Said';
import { averageOf, joinedShare, roughly } from '@/pages/deployments/rows';
import classes from './deployment.module.css';
import { sentenceOf } from './route';

interface Props {
  deployment: Deployment;
  versions: DeploymentVersions | undefined;
  books: Books | undefined;
  figures: Figures | undefined;
}

/** What a reader must know in five seconds, and the numbers that follow. */
export function Headline({ deployment, versions, books, figures }: Props) {
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
      <Numbers books={books} figures={figures} />
    </section>
  );
}

function Numbers({ books, figures }: Pick<Props, 'books' | 'figures'>) {
  const joined = books === undefined ? null : joinedShare(books);
  return (
    <dl className={classes.numbers}>
      <div>
        <dt>Decisions</dt>
        <dd>
          <Num value={books?.decisions} />
        </dd>
      </div>
      <div>
        <dt>Wait for a reward</dt>
        <dd>
          <Num value={books?.pending} />
        </dd>
      </div>
      <div>
        <dt>Joined with a reward</dt>
        <dd>
          {joined === null ? '–' : roughly(joined)}
          {joined !== null && <Meter value={joined} label="Joined with a reward" />}
        </dd>
      </div>
      <div>
        <dt>Average reward, in the window below</dt>
        <dd>
          <Num value={figures === undefined ? null : averageOf(figures)} />
        </dd>
      </div>
    </dl>
  );
}
