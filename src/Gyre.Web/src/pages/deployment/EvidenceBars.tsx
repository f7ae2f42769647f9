import type { Evidence } from '@/api/deployments';
import classes from './deployment.module.css';
import { evidenceBars, evidenceSentence } from './changes';

const width = 96;
const height = 24;

/** What spoke for a change as pairs of bars: before, after. The sentence beside it has the numbers. */
export function EvidenceBars({ evidence }: { evidence: readonly Evidence[] }) {
  if (evidence.length === 0) return <>–</>;
  const words = evidenceSentence(evidence);
  return (
    <svg
      className={classes.bars}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      {evidenceBars(evidence, width, height).map(({ which, ...bar }, index) => (
        <rect key={index} data-which={which} {...bar} />
      ))}
    </svg>
  );
}
