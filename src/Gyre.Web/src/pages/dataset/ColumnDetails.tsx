import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { ColumnDrift, ColumnProfile, NumberProfile } from '@/api/datasets';
import { Bytes, Chart, Facts, Num, Own, Section, seriesColors, State } from '@/kit';
import { moreCharts } from '@/kit/chart/kinds';
import { SimpleTable } from '@/pages/experiment/charts/SimpleTable';
import { Balance } from './Balance';
import {
  binText,
  type ColumnRow,
  driftState,
  histogramOption,
  measured,
  measureWord,
  missingShare,
  percent,
  typeWords,
} from './columnFacts';
import classes from './dataset.module.css';

/** What the examples hold for one column: counts, histogram and quantiles, most frequent values, files, drift. */
export function ColumnDetails({ row, from }: { row: ColumnRow; from: string }) {
  const { element, profile, drift } = row;
  return (
    <Section title={<Own text={row.name} max={60} />}>
      {element?.description != null && (
        <p className={classes.description}>
          <Own text={element.description} />
        </p>
      )}
      <Facts
        items={[
          element === null ? ['Schema', 'not in this version'] : ['Type', `${typeWords(element)} ${element.role}`],
          element?.num_classes == null ? null : ['Classes by the schema', element.num_classes.toLocaleString('en-US')],
          ...(profile === null ? [] : countsOf(profile)),
        ]}
      />
      {drift !== null && from !== '' && <Drift drift={drift} from={from} />}
      <div className={classes.panels}>
        {profile?.numbers != null && <Numbers name={row.name} numbers={profile.numbers} />}
        {profile !== null && profile.top.length > 0 && (
          <div className={classes.panel}>
            <Balance column={profile} most={20} />
          </div>
        )}
        {profile !== null && profile.file_kinds.length > 0 && <Kinds profile={profile} />}
      </div>
    </Section>
  );
}

function countsOf(profile: ColumnProfile): (readonly [string, React.ReactNode] | null)[] {
  const number = (value: number) => value.toLocaleString('en-US');
  return [
    ['Values', number(profile.values)],
    ['Missing', `${number(profile.missing + profile.nulls)} (${percent(missingShare(profile))})`],
    profile.invalid === 0 ? null : ['Not valid', number(profile.invalid)],
    profile.not_finite === 0 ? null : ['Not finite', number(profile.not_finite)],
    ['Distinct', `${profile.distinct_exact ? '' : 'about '}${number(profile.distinct)}`],
  ];
}

function Numbers({ name, numbers }: { name: string; numbers: NumberProfile }) {
  const [color = ''] = seriesColors(useComputedColorScheme('light'));
  const option = useMemo(() => histogramOption(numbers, color), [numbers, color]);
  const of = (value: number | null | undefined) => (value == null ? '–' : measured(value, numbers.measure));
  return (
    <div className={classes.panel}>
      <h3 className={classes.panelTitle}>{measureWord(numbers.measure)}</h3>
      <Chart
        label={`Histogram of ${name.slice(0, 60)}`}
        option={option}
        more={moreCharts}
        height={220}
        table={() => (
          <SimpleTable
            label="Bins"
            head={['From and to', 'Count']}
            rows={numbers.counts.map((value, bin) => [binText(numbers, bin), value])}
          />
        )}
      />
      <dl className={classes.quantiles} aria-label="Quantiles">
        <Mark name="least" value={of(numbers.min)} />
        {numbers.quantiles.map(({ share, value }) => (
          <Mark key={share} name={share === 0.5 ? 'median' : `${Math.round(share * 100)}%`} value={of(value)} />
        ))}
        <Mark name="greatest" value={of(numbers.max)} />
        <Mark name="mean" value={of(numbers.mean)} />
        <Mark name="deviation" value={numbers.measure === 'seconds' ? '–' : of(numbers.deviation)} />
      </dl>
      {numbers.rank_error > 0 && (
        <p className={classes.note}>
          Shares are right to {percent(numbers.rank_error)}: the numbers were too many to keep.
        </p>
      )}
    </div>
  );
}

function Mark({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Kinds({ profile }: { profile: ColumnProfile }) {
  return (
    <div className={classes.panel}>
      <table className={classes.balance}>
        <caption>Kinds of files</caption>
        <tbody>
          {profile.file_kinds.map((kind) => (
            <tr key={kind.extension}>
              <th scope="row">
                <Own text={kind.extension === '' ? 'without ending' : kind.extension} max={20} />
              </th>
              <td>{kind.count.toLocaleString('en-US')}</td>
              <td>
                <Bytes value={kind.bytes} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Drift({ drift, from }: { drift: ColumnDrift; from: string }) {
  const share = (value: number | null | undefined) => (value == null ? '–' : percent(value));
  return (
    <div className={classes.drift}>
      <p>
        <State value={driftState(drift)} /> since <Own text={from} max={40} />
      </p>
      <Facts
        items={[
          drift.psi == null ? null : ['PSI', <Num key="psi" value={drift.psi} />],
          drift.chance == null ? null : ['PSI by chance, at most', <Num key="chance" value={drift.chance} />],
          drift.ks == null ? null : ['Distance (KS)', <Num key="ks" value={drift.ks} />],
          ['Missing', `${share(drift.missing_before)} before, ${share(drift.missing_after)} now`],
          drift.new_values.length === 0 ? null : ['New', <Own key="new" text={drift.new_values.join(', ')} />],
          drift.vanished_values.length === 0
            ? null
            : ['Gone', <Own key="gone" text={drift.vanished_values.join(', ')} />],
        ]}
      />
    </div>
  );
}
