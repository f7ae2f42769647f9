import { useComputedColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type PlanMatrices, type PlanMatrix, planMatricesQuery, type PlanTable } from '@/api/experimentPlans';
import { Chart, type Column, Empty, formatNumber, Own, Query, Section, seriesColors, Table } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { Choice } from './Choice';
import { anytimeOption } from './curves';
import { FigureCell } from './FigureCell';
import { arrowOf, choose } from './figures';
import { experienceOf, experiencesOf, rangeOf } from './heat';
import { HeatTable } from './HeatTable';
import classes from './plan.module.css';

interface Props {
  run: string;
  tables: readonly PlanTable[];
  trials: readonly string[];
  dataset: string;
  metric: string;
  after: string;
  onChange: (patch: { dataset?: string; metric?: string; after?: string }) => void;
}

/** What is kept and what is forgotten: the model after experience i on the test set of j. */
export function MatrixTab({ run, tables, trials, dataset, metric, after, onChange }: Props) {
  const known = tables.filter((table) => table.matrix_metrics.length > 0);
  const names = known.map((table) => table.dataset);
  const shown = choose(dataset, names);
  const metrics = known.find((table) => table.dataset === shown)?.matrix_metrics ?? [];
  const chosen = choose(metric, metrics);
  const result = useQuery({
    ...planMatricesQuery(run, shown, chosen),
    enabled: chosen !== '',
    placeholderData: keepPreviousData,
  });
  if (chosen === '')
    return (
      <Empty
        title="No matrix yet"
        hint="There is one when a trial on a dataset with several experiences is done. With one experience nothing can be forgotten."
      />
    );
  return (
    <div className={classes.stack}>
      <div className={classes.choices}>
        <Choice label="Dataset" value={shown} among={names} onChange={(next) => onChange({ dataset: next })} />
        <Choice label="Metric" value={chosen} among={metrics} onChange={(next) => onChange({ metric: next })} />
      </div>
      <Query result={result} rows={8}>
        {(matrices) => (
          <Matrices matrices={matrices} trials={trials} after={after} onAfter={(next) => onChange({ after: next })} />
        )}
      </Query>
    </div>
  );
}

interface MatricesProps {
  matrices: PlanMatrices;
  trials: readonly string[];
  after: string;
  onAfter: (after: string) => void;
}

function Matrices({ matrices, trials, after, onAfter }: MatricesProps) {
  const experiences = experiencesOf(matrices);
  const current = experienceOf(after, experiences);
  const range = useMemo(() => rangeOf(matrices.trials), [matrices]);
  const columns = useMemo(() => columnsOf(matrices), [matrices]);
  return (
    <>
      <label className={classes.slider}>
        <span>
          After experience <strong>{current}</strong> of {experiences - 1}
        </span>
        <input
          type="range"
          min={0}
          max={experiences - 1}
          step={1}
          value={current}
          aria-valuetext={`After experience ${current}`}
          onChange={(event) =>
            onAfter(Number(event.currentTarget.value) === experiences - 1 ? '' : event.currentTarget.value)
          }
        />
        <span className={classes.dim}>
          From {formatNumber(range[0])} (pale) to {formatNumber(range[1])} (strong);{' '}
          {matrices.greater_is_better ? 'more' : 'less'} is better. Rows are models, columns test sets.
        </span>
      </label>
      <div className={classes.heats}>
        {matrices.trials.map((trial) => (
          <HeatTable key={trial.trial} trial={trial} metric={matrices.metric} range={range} after={current} />
        ))}
      </div>
      <Section title="Figures of the whole matrix">
        <Table
          label={`Figures of ${matrices.metric}`}
          rows={matrices.trials}
          columns={columns}
          rowKey={(trial) => trial.trial}
          exportName="continual"
        />
        <dl className={classes.meanings}>
          {matrices.figures.map((figure) => (
            <div key={figure.name}>
              <dt>{figure.name}</dt>
              <dd>{figure.meaning}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="Mean over the test sets so far">
        <Anytime matrices={matrices} trials={trials} />
      </Section>
    </>
  );
}

function Anytime({ matrices, trials }: { matrices: PlanMatrices; trials: readonly string[] }) {
  const palette = seriesColors(useComputedColorScheme('light'));
  const option = useMemo(
    () => anytimeOption(matrices.trials, matrices.metric, trials, palette),
    [matrices, trials, palette],
  );
  return (
    <div className={classes.card}>
      <Chart
        option={option}
        more={moreCharts}
        height={300}
        label={`${matrices.metric} after each experience, mean over the test sets so far`}
        table={() => <AnytimeTable trials={matrices.trials} />}
      />
    </div>
  );
}

function AnytimeTable({ trials }: { trials: readonly PlanMatrix[] }) {
  const most = Math.max(0, ...trials.map((trial) => trial.anytime.length));
  return (
    <table className={classes.plain}>
      <thead>
        <tr>
          <th scope="col">Trial</th>
          {Array.from({ length: most }, (_, experience) => (
            <th key={experience} scope="col">
              {experience}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {trials.map((trial) => (
          <tr key={trial.trial}>
            <th scope="row">
              <Own text={trial.trial} />
            </th>
            {Array.from({ length: most }, (_, experience) => (
              <td key={experience}>{formatNumber(trial.anytime[experience])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function columnsOf(matrices: PlanMatrices): Column<PlanMatrix>[] {
  return [
    {
      id: 'trial',
      header: 'Trial',
      width: 160,
      grow: true,
      pinned: true,
      value: (trial) => trial.trial,
      cell: (trial) => <Own text={trial.trial} />,
    },
    ...matrices.figures.map((figure): Column<PlanMatrix> => ({
      id: figure.name,
      header: `${figure.name} ${arrowOf(figure)}`.trim(),
      align: 'right',
      width: 200,
      value: (trial) => trial.figures[figure.name]?.mean,
      cell: (trial) => <FigureCell figure={trial.figures[figure.name]} />,
    })),
  ];
}
