import { type Column, Id, Meter, Own, Time } from '@/kit';
import { percent } from '@/pages/deployments/rows';
import classes from './deployment.module.css';
import { RoleChip } from './RoleChip';
import type { RoutedVersion } from './route';

/** The server gives at most this many versions. */
export const mostVersions = 1000;

/** What a version is and does now. */
export const routeColumns: readonly Column<RoutedVersion>[] = [
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
];

/** Where a version comes from; `content` names what its digest is of. */
export function originColumns(content: string): readonly Column<RoutedVersion>[] {
  return [
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
      header: content,
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
    {
      id: 'by',
      header: 'By',
      width: 100,
      hideBelow: 1200,
      value: (row) => row.by,
      cell: (row) => <Own text={row.by} />,
    },
  ];
}
