import { useMemo } from 'react';
import type { Deployment, DeploymentVersion, ServedVersion } from '@/api/deployments';
import { type Column, count, Num, Section, Table } from '@/kit';
import { Latency } from '@/pages/deployments/Latency';
import { roughly } from '@/pages/deployments/rows';
import { differingShare, timesOf } from '@/pages/deployments/served';
import classes from '../deployment.module.css';
import { type RoutedVersion, routedVersions } from '../route';
import { mostVersions, originColumns, routeColumns } from '../versionColumns';

interface Props {
  deployment: Deployment;
  versions: readonly DeploymentVersion[];
  answers: readonly ServedVersion[] | undefined;
}

interface AnswerRow extends RoutedVersion {
  answers: ServedVersion | undefined;
}

/** What the deployment can serve, and how each version answered. */
export function AnswerVersions({ deployment, versions, answers }: Props) {
  const rows = useMemo(
    () =>
      routedVersions(deployment, versions).map((row): AnswerRow => ({
        ...row,
        answers: answers?.find((one) => one.version === row.version),
      })),
    [deployment, versions, answers],
  );
  return (
    <Section title="Versions">
      <Table
        label="Versions"
        rows={rows}
        columns={deployment.serves === 'command' ? programColumns : modelColumns}
        rowKey={(row) => String(row.version)}
        toolbar={rows.length >= mostVersions ? `The newest ${mostVersions} versions` : count(rows.length, 'version')}
        exportName={`${deployment.name} versions`}
        height={400}
      />
      <p className={classes.note}>
        Requests are counted from when this server first asked a version. Those that a shadow saw are not among its
        requests.
      </p>
    </Section>
  );
}

function counted(id: 'requests' | 'rows' | 'failures', header: string, hideBelow: number): Column<AnswerRow> {
  return {
    id,
    header,
    align: 'right',
    width: 92,
    hideBelow,
    value: (row) => row.answers?.[id],
    cell: (row) => <Num value={row.answers?.[id]} />,
  };
}

const answerColumns: readonly Column<AnswerRow>[] = [
  counted('requests', 'Requests', 480),
  counted('rows', 'Rows', 820),
  counted('failures', 'Failures', 560),
  {
    id: 'median',
    header: 'Median time',
    align: 'right',
    width: 104,
    hideBelow: 620,
    value: (row) => timesOf(row.answers).median,
    cell: (row) => <Latency seconds={timesOf(row.answers).median} />,
  },
  {
    id: 'slow',
    header: '99% within',
    align: 'right',
    width: 100,
    hideBelow: 700,
    value: (row) => timesOf(row.answers).slow,
    cell: (row) => <Latency seconds={timesOf(row.answers).slow} />,
  },
  {
    id: 'differing',
    header: 'Differs as shadow',
    align: 'right',
    width: 148,
    hideBelow: 760,
    value: (row) => differingShare(row.answers),
    cell: (row) => differingWords(row.answers),
  },
];

/** "12.5% of 1,000": how often a shadow answered otherwise than the version that served. */
function differingWords(answers: ServedVersion | undefined): string {
  const share = differingShare(answers);
  return share === null ? '–' : `${roughly(share)} of ${(answers?.shadowed ?? 0).toLocaleString('en-US')}`;
}

const modelColumns: readonly Column<AnswerRow>[] = [...routeColumns, ...answerColumns, ...originColumns('Model file')];
const programColumns: readonly Column<AnswerRow>[] = [...routeColumns, ...answerColumns, ...originColumns('Program')];
