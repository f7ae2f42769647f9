import { useQuery } from '@tanstack/react-query';
import { type CacheExplanation, explainQuery, type NodeRun } from '@/api/nodes';
import { Code, CopyAs, Facts, Id, Own, Query, Section, shortId, State, To } from '@/kit';
import { paths } from '@/app/nav';
import { explainCommands } from '../commands';
import classes from './panel.module.css';

/** Why the result came from the cache, or why it did not. */
export function Cache({ run, node }: { run: string; node: NodeRun }) {
  const explanation = useQuery(explainQuery(run, node));
  return (
    <div className={classes.stack}>
      <Query result={explanation}>{(found) => <Explained found={found} node={node.name} />}</Query>
      <div className={classes.row}>
        <CopyAs {...explainCommands(run, node.name)} />
      </div>
    </div>
  );
}

function Explained({ found, node }: { found: CacheExplanation; node: string }) {
  return (
    <>
      <p className={classes.lead}>
        <State value={found.cache} /> <span>{found.summary}</span>
      </p>
      <Facts
        items={[
          found.nearest_run_id == null
            ? null
            : [
                'Nearest run',
                <To key="run" href={paths.run(found.nearest_run_id, { node, tab: 'cache' })}>
                  {shortId(found.nearest_run_id)}
                </To>,
              ],
          found.key == null ? null : ['Key', <Id key="key" value={found.key} short />],
        ]}
      />
      {found.differences.length > 0 && (
        <Section title="What differs">
          {found.differences.map((one, index) => (
            <Difference
              key={index}
              part={one.part}
              before={one.before ?? null}
              now={one.now ?? null}
              detail={one.detail ?? null}
            />
          ))}
        </Section>
      )}
    </>
  );
}

interface DifferenceProps {
  part: string;
  before: string | null;
  now: string | null;
  detail: string | null;
}

function Difference({ part, before, now, detail }: DifferenceProps) {
  return (
    <div className={classes.difference}>
      <h3 className={classes.small}>
        <Own text={part} />
      </h3>
      {detail !== null && (
        <ul className={classes.changes}>
          {detail.split('; ').map((line, index) => (
            <li key={index}>
              <Own text={line} />
            </li>
          ))}
        </ul>
      )}
      {(before !== null || now !== null) && (
        <div className={classes.sides}>
          <div>
            <span className={classes.note}>Nearest run</span>
            {before === null ? <p className={classes.note}>not there</p> : <Code text={before} wrap />}
          </div>
          <div>
            <span className={classes.note}>This run</span>
            {now === null ? <p className={classes.note}>not there</p> : <Code text={now} wrap />}
          </div>
        </div>
      )}
    </div>
  );
}
