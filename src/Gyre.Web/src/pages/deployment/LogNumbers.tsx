import type { Books, Figures } from '@/api/deployments';
import { Meter, Num } from '@/kit';
import { averageOf, joinedShare, roughly } from '@/pages/deployments/rows';

/** What the log says in four numbers. */
export function LogNumbers({ books, figures }: { books: Books | undefined; figures: Figures | undefined }) {
  const joined = books === undefined ? null : joinedShare(books);
  return (
    <>
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
    </>
  );
}
