import type { ReactNode } from 'react';
import type { Served } from '@/api/deployments';
import { Num } from '@/kit';
import { Latency } from '@/pages/deployments/Latency';
import { requestsOf, timesOf } from '@/pages/deployments/served';

/** How a deployment answered, in numbers that follow its sentence. */
export function AnswerNumbers({ served }: { served: Served | undefined }) {
  const sum = (of: 'rows' | 'failures') => served?.versions.reduce((all, version) => all + version[of], 0);
  const { median, slow } = timesOf(served?.versions.find((one) => one.version === served.version));
  const numbers: readonly (readonly [string, ReactNode])[] = [
    ['Requests', <Num key="requests" value={served === undefined ? null : requestsOf(served)} />],
    ['Rows', <Num key="rows" value={sum('rows')} />],
    ['Failures', <Num key="failures" value={sum('failures')} />],
    ['Median time of the champion', <Latency key="median" seconds={median} />],
    ['99% of its answers within', <Latency key="slow" seconds={slow} />],
  ];
  return (
    <>
      {numbers.map(([name, number]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{number}</dd>
        </div>
      ))}
    </>
  );
}
