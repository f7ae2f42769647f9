import type { RouteChange } from '@/api/deployments';
import { type Column, count, Own, Section, Table, Time } from '@/kit';
import { EvidenceBars } from './EvidenceBars';
import { changeWords, evidenceSentence } from './changes';

const columns: readonly Column<RouteChange>[] = [
  { id: 'at', header: 'Time', width: 140, pinned: true, value: (row) => row.at, cell: (row) => <Time at={row.at} /> },
  { id: 'what', header: 'What', width: 210, value: changeWords, cell: changeWords },
  {
    id: 'reason',
    header: 'Why',
    width: 180,
    grow: true,
    value: (row) => row.reason,
    cell: (row) => <Own text={row.reason} />,
  },
  {
    id: 'evidence',
    header: 'What spoke for it',
    width: 200,
    grow: true,
    hideBelow: 760,
    value: (row) => evidenceSentence(row.evidence),
    cell: (row) => <Own text={evidenceSentence(row.evidence)} />,
  },
  {
    id: 'bars',
    header: 'Before, after',
    width: 120,
    hideBelow: 900,
    cell: (row) => <EvidenceBars evidence={row.evidence} />,
  },
  { id: 'by', header: 'By', width: 100, hideBelow: 1040, value: (row) => row.by, cell: (row) => <Own text={row.by} /> },
];

/** The server gives at most this many changes. */
const most = 100;

/** Who asks later finds here why a version serves. */
export function History({ name, changes }: { name: string; changes: readonly RouteChange[] }) {
  return (
    <Section title="Changes">
      <Table
        label="Changes"
        rows={changes}
        columns={columns}
        rowKey={(row) => String(row.revision)}
        toolbar={changes.length >= most ? `The newest ${most} changes` : count(changes.length, 'change')}
        exportName={`${name} changes`}
        height={400}
      />
    </Section>
  );
}
