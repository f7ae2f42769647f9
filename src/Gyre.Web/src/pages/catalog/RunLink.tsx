import { paths } from '@/app/nav';
import { Own, shortId, To } from '@/kit';

/** The node run that made a file, by its run. */
export function RunLink({ run, node }: { run: string; node: string }) {
  return (
    <To href={paths.run(run, { node })} title={`${node} of run ${run}`}>
      <Own text={node} max={24} /> of {shortId(run)}
    </To>
  );
}
