import type { CacheExplanation } from '@/api/nodes';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { CopyAs, Facts, Id, Own, shortId, State, To } from '@/kit';
import classes from './cache.module.css';
import { explainCommands } from './commands';
import { becauseOf, detailLines, type Side, sidesOf } from './explanation';
import { Invalidate } from './Invalidate';

interface Props {
  told: CacheExplanation;
  run: string;
  node: string;
}

/** Why a node run was answered from the cache, or what differed from the nearest earlier result. */
export function Answer({ told, run, node }: Props) {
  const mayChange = useMayChange();
  const because = becauseOf(told);
  return (
    <section className={classes.answer} aria-label="Explanation">
      <h2 className={classes.verdict}>
        <State value={told.cache} />
        <span>{because ?? told.summary}</span>
      </h2>
      {because !== null && <p className={classes.dim}>{told.summary}</p>}
      <Facts
        items={[
          [
            'Node run',
            <To key="node" href={paths.run(run, { node: told.name })}>
              <Own text={told.name} />
            </To>,
          ],
          told.nearest_run_id == null
            ? null
            : [
                told.cache === 'hit' || told.cache === 'reused' ? 'Result of run' : 'Compared with run',
                <To key="nearest" href={paths.run(told.nearest_run_id)} title={told.nearest_run_id}>
                  {shortId(told.nearest_run_id)}
                </To>,
              ],
          told.key == null ? null : ['Key', <Id key="key" value={String(told.key)} short />],
        ]}
      />
      {told.differences.length > 0 && (
        <ul className={classes.differences} aria-label="Parts of the key that differ">
          {told.differences.map((difference) => (
            <DifferenceItem key={difference.part} difference={difference} />
          ))}
        </ul>
      )}
      <div>
        <CopyAs {...explainCommands(run, node)} />
        {mayChange && <Invalidate run={run} node={node} />}
      </div>
    </section>
  );
}

function DifferenceItem({ difference }: { difference: CacheExplanation['differences'][number] }) {
  const lines = detailLines(difference.detail);
  return (
    <li className={classes.difference}>
      <h3 className={classes.part}>
        <bdi>{difference.part}</bdi>
      </h3>
      {lines.length > 0 && (
        <ul className={classes.files}>
          {lines.map((line, index) => (
            <li key={index}>
              <bdi>{line}</bdi>
            </li>
          ))}
        </ul>
      )}
      <dl className={classes.sides} tabIndex={0} aria-label={`Values of ${difference.part.slice(0, 100)}`}>
        {sidesOf(difference).map((side) => (
          <SideRow key={side.word} side={side} />
        ))}
      </dl>
    </li>
  );
}

function SideRow({ side }: { side: Side }) {
  const { value } = side;
  return (
    <div className={classes.side}>
      <dt>{side.word}</dt>
      <dd>
        {value === null ? (
          <span className={classes.dim}>was not there</span>
        ) : value.start + value.changed + value.end === '' ? (
          <span className={classes.dim}>empty</span>
        ) : (
          <bdi>
            {value.start}
            {value.changed !== '' && <mark>{value.changed}</mark>}
            {value.end}
          </bdi>
        )}
      </dd>
    </div>
  );
}
