import { useMemo } from 'react';
import type { Deployment, DeploymentVersion, Figures } from '@/api/deployments';
import { paths } from '@/app/nav';
import { type Column, count, Num, Section, Table } from '@/kit';
import { type VersionRow, versionRows } from './route';
import { mostVersions, originColumns, routeColumns } from './versionColumns';

interface Props {
  deployment: Deployment;
  versions: readonly DeploymentVersion[];
  figures: Figures | undefined;
}

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
        toolbar={rows.length >= mostVersions ? `The newest ${mostVersions} versions` : count(rows.length, 'version')}
        exportName={`${deployment.name} versions`}
        height={400}
      />
    </Section>
  );
}

const columns: readonly Column<VersionRow>[] = [
  ...routeColumns,
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
  ...originColumns('Policy'),
];
