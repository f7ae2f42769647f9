import type { Drift, Figures } from '@/api/deployments';
import { type Column, count, Meter, Num, Own, Section, shorten, State, Table } from '@/kit';
import classes from './figures.module.css';

/** From here on, two halves have little to do with each other; a longer bar would tell no more. */
const far = 0.5;

const columns: readonly Column<Drift>[] = [
  {
    id: 'field',
    header: 'Feature',
    width: 140,
    grow: true,
    pinned: true,
    value: (row) => row.field,
    cell: (row) => <Own text={row.field} />,
  },
  {
    id: 'psi',
    header: 'PSI',
    align: 'right',
    width: 90,
    value: (row) => row.psi,
    cell: (row) => <Num value={row.psi} />,
  },
  {
    id: 'bar',
    header: 'Drift',
    width: 140,
    grow: true,
    hideBelow: 460,
    cell: (row) => (
      <span className={classes.cellBar}>
        <Meter value={Math.min(row.psi, far)} max={far} label={`Drift of ${shorten(row.field, 60)}`} />
      </span>
    ),
  },
  {
    id: 'verdict',
    header: 'Verdict',
    width: 120,
    value: (row) => row.verdict,
    cell: (row) => <State value={row.verdict} />,
  },
];

/** How far the newer half of the window is from the older one, feature by feature. */
export function DriftTable({ name, figures }: { name: string; figures: Figures }) {
  const drifted = figures.drift.filter((row) => row.verdict !== 'stable').length;
  return (
    <Section title="Drift of features">
      <Table
        label="Drift of features"
        rows={figures.drift}
        columns={columns}
        rowKey={(row) => row.field}
        toolbar={drifted === 0 ? 'No feature has moved' : `${count(drifted, 'feature')} moved`}
        exportName={`${name} drift`}
        height={320}
        empty={
          <p className={classes.note}>
            The window has too few decisions to compare its older half with its newer one, or the policy has no
            features.
          </p>
        }
      />
    </Section>
  );
}
