import type { PlanComparison, PlanPair, PlanTable } from '@/api/experimentPlans';
import { type Column, Empty, formatNumber, Own, Section, Table } from '@/kit';
import { count } from '@/kit/format';
import classes from './plan.module.css';

/** Which differences between trials chance alone does not explain. */
export function SignificanceTab({ tables }: { tables: readonly PlanTable[] }) {
  const all = tables.flatMap((table) =>
    table.comparisons.map((comparison) => ({ dataset: table.dataset, comparison })),
  );
  if (all.length === 0)
    return (
      <Empty
        title="Nothing can be compared"
        hint="It takes two trials that are done, each with at least two runs: give the splitter several partitions (num_partitions)."
      />
    );
  return (
    <div className={classes.stack}>
      <p className={classes.dim}>
        Paired permutation tests over runs with the same number, which had the same examples; two-sided. p (Holm) is
        corrected for all comparisons of its table; below 0.05 a difference is called significant.
      </p>
      {all.map(({ dataset, comparison }) => (
        <Section key={`${dataset}\n${comparison.measure}`} title={<Own text={`${dataset}: ${comparison.measure}`} />}>
          <Comparison comparison={comparison} />
        </Section>
      ))}
    </div>
  );
}

function Comparison({ comparison }: { comparison: PlanComparison }) {
  return (
    <>
      <Table
        label={`Comparisons by ${comparison.measure}`}
        rows={comparison.pairs}
        columns={columns}
        rowKey={(pair) => `${pair.first}\n${pair.second}`}
        exportName="significance"
        toolbar={<span className={classes.dim}>{count(comparison.pairs.length, 'comparison')}</span>}
      />
      <p className={classes.dim}>{comparison.note}</p>
    </>
  );
}

function number(
  id: 'runs' | 'mean_difference' | 'p' | 'corrected_p',
  header: string,
  hideBelow?: number,
): Column<PlanPair> {
  return {
    id,
    header,
    align: 'right',
    width: 120,
    ...(hideBelow === undefined ? {} : { hideBelow }),
    value: (pair) => pair[id],
    cell: (pair) => formatNumber(Number(pair[id].toPrecision(4))),
  };
}

const columns: readonly Column<PlanPair>[] = [
  {
    id: 'first',
    header: 'First',
    width: 140,
    grow: true,
    value: (pair) => pair.first,
    cell: (pair) => <Own text={pair.first} />,
  },
  {
    id: 'second',
    header: 'Second',
    width: 140,
    grow: true,
    value: (pair) => pair.second,
    cell: (pair) => <Own text={pair.second} />,
  },
  number('runs', 'Runs', 700),
  number('mean_difference', 'Difference', 520),
  number('p', 'p', 620),
  number('corrected_p', 'p (Holm)'),
  {
    id: 'significant',
    header: 'Significant',
    width: 112,
    value: (pair) => (pair.significant ? 'yes' : 'no'),
    cell: (pair) => (pair.significant ? <strong>yes</strong> : 'no'),
  },
];
