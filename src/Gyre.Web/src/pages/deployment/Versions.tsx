import { useMemo } from 'react';
import type { Deployment, DeploymentVersion, Figures } from '@/api/deployments';
import { paths } from '@/app/nav';
import { type Column, count, Id, Meter, Num, Own, Section, Table, Time } from '@/kit';
import { percent } from '@/pages/deployments/rows';
import classes from './deployment.module.css';
import { RoleChip } from './RoleChip';
import { type VersionRow, versionRows } from './route';

interface Props {
  deployment: Deployment;
  versions: readonly DeploymentVersion[];
  figures: Figures | undefined;
}

/** The server gives at most this many versions. */
const most = 1000;

/** What the deployment can serve, and what each version does now. A version leads to its decisions. */
export function Versions({ deployment, versions, figures }: Props) {
  const rows = useMemo(() => versionRows(deployment, versions, figures?.versions), [deployment, versions, figures]);
  return (
    <Section title="Versions">
      <Table
        label="Versions"
        rows={rows}
        columns={columns}
        rowKey={(row) => String(row.version)}
        rowLink={(row) => paths.decisions(deployment.name, { version: row.version })}
        toolbar={rows.length >= most ? `The newest ${most} versions` : count(rows.length, 'version')}
        exportName={`${deployment.name} versions`}
        height={400}
      />
    </Section>
  );
}

const columns: readonly Column<VersionRow>[] = [
  {
    id: 'version',
    header: 'Version',
    align: 'right',
    width: 76,
    pinned: true,
    value: (row) => row.version,
    cell: (row) => row.version,
  },
  { id: 'role', header: 'Role', width: 112, value: (row) => row.role, cell: (row) => <RoleChip role={row.role} /> },
  {
    id: 'share',
    header: 'Share',
    width: 120,
    value: (row) => row.share,
    cell: (row) =>
      row.share === 0 ? (
        '–'
      ) : (
        <span className={classes.share}>
          <Meter value={row.share} label={`Share of version ${row.version}`} />
          {percent(row.share)}
        </span>
      ),
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 110,
    grow: true,
    hideBelow: 440,
    value: (row) => row.kind,
    cell: (row) => <Own text={row.kind} />,
  },
  {
    id: 'decisions',
    header: 'Decisions',
    align: 'right',
    width: 96,
    hideBelow: 640,
    value: (row) => row.figures?.decisions,
    cell: (row) => <Num value={row.figures?.decisions} />,
  },
  {
    id: 'reward',
    header: 'Average reward',
    align: 'right',
    width: 124,
    hideBelow: 520,
    value: (row) => row.figures?.reward,
    cell: (row) => <Num value={row.figures?.reward} />,
  },
  {
    id: 'description',
    header: 'Description',
    width: 150,
    grow: true,
    hideBelow: 900,
    value: (row) => row.description,
    cell: (row) => <Own text={row.description} />,
  },
  {
    id: 'model',
    header: 'Model version',
    align: 'right',
    width: 112,
    hideBelow: 1200,
    value: (row) => row.model_version,
    cell: (row) => row.model_version ?? '–',
  },
  {
    id: 'policy',
    header: 'Policy',
    width: 130,
    hideBelow: 1040,
    value: (row) => row.policy,
    cell: (row) => <Id value={row.policy} short />,
  },
  {
    id: 'added',
    header: 'Added',
    width: 112,
    hideBelow: 760,
    value: (row) => row.created_at,
    cell: (row) => <Time at={row.created_at} relative />,
  },
  { id: 'by', header: 'By', width: 100, hideBelow: 1200, value: (row) => row.by, cell: (row) => <Own text={row.by} /> },
];
