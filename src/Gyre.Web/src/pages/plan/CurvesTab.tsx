import { useComputedColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type PlanCurve, planCurveQuery, type PlanTable } from '@/api/experimentPlans';
import { Chart, Empty, formatNumber, Own, Query, seriesColors } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { Choice } from './Choice';
import { curveOption } from './curves';
import { choose } from './figures';
import classes from './plan.module.css';

interface Props {
  run: string;
  tables: readonly PlanTable[];
  trials: readonly string[];
  dataset: string;
  curve: string;
  onChange: (patch: { dataset?: string; curve?: string }) => void;
}

/** What training said step by step. */
export function CurvesTab({ run, tables, trials, dataset, curve, onChange }: Props) {
  const known = tables.filter((table) => table.curves.length > 0);
  const names = known.map((table) => table.dataset);
  const shown = choose(dataset, names);
  const curves = known.find((table) => table.dataset === shown)?.curves ?? [];
  const name = choose(curve, curves);
  if (name === '')
    return (
      <Empty
        title="No learning curves yet"
        hint="Models tell how they learn when a trial is done; some tell nothing."
      />
    );
  return (
    <div className={classes.stack}>
      <div className={classes.choices}>
        <Choice label="Dataset" value={shown} among={names} onChange={(next) => onChange({ dataset: next })} />
        <Choice label="Curve" value={name} among={curves} onChange={(next) => onChange({ curve: next })} />
      </div>
      <Curve run={run} dataset={shown} name={name} trials={trials} />
    </div>
  );
}

function Curve({
  run,
  dataset,
  name,
  trials,
}: {
  run: string;
  dataset: string;
  name: string;
  trials: readonly string[];
}) {
  const result = useQuery({ ...planCurveQuery(run, dataset, name), placeholderData: keepPreviousData });
  return (
    <Query result={result} rows={8}>
      {(curve) => <Picture curve={curve} trials={trials} />}
    </Query>
  );
}

function Picture({ curve, trials }: { curve: PlanCurve; trials: readonly string[] }) {
  const palette = seriesColors(useComputedColorScheme('light'));
  const option = useMemo(() => curveOption(curve, trials, palette), [curve, trials, palette]);
  return (
    <>
      <p className={classes.dim}>
        Mean over the finished runs; bands are one standard deviation to both sides. Experiences follow each other;
        dashed lines stand where one ends.
      </p>
      <div className={classes.card}>
        <Chart
          option={option}
          more={moreCharts}
          height={380}
          label={`${curve.name} over the steps of training on ${curve.dataset}`}
          table={() => <Ends curve={curve} />}
        />
      </div>
    </>
  );
}

function Ends({ curve }: { curve: PlanCurve }) {
  return (
    <table className={classes.plain}>
      <thead>
        <tr>
          <th scope="col">Trial</th>
          <th scope="col">Steps</th>
          <th scope="col">First</th>
          <th scope="col">Last</th>
        </tr>
      </thead>
      <tbody>
        {curve.lines.map((line) => (
          <tr key={line.trial}>
            <th scope="row">
              <Own text={line.trial} />
            </th>
            <td>{formatNumber((line.steps.at(-1) ?? -1) + 1)}</td>
            <td>{formatNumber(line.means[0])}</td>
            <td>{formatNumber(line.means.at(-1))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
