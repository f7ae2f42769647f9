import type { PlanFigure } from '@/api/experimentPlans';
import { count } from '@/kit/format';
import { figureText } from './figures';
import classes from './plan.module.css';

/** Mean and spread; the best of its column says so in words too. */
export function FigureCell({ figure }: { figure: PlanFigure | undefined }) {
  if (figure === undefined) return <span className={classes.dim}>–</span>;
  return (
    <span
      className={classes.figure}
      data-best={figure.best || undefined}
      title={`Mean over ${count(figure.runs, 'run')}${figure.mean === null ? '' : `: ${figure.mean}`}`}
    >
      {figure.best && <span className={classes.best}>best</span>}
      {figureText(figure)}
    </span>
  );
}
