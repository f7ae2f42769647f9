import { useMemo } from 'react';
import type { Served } from '@/api/deployments';
import { type Column, count, Facts, Own, Section, Table } from '@/kit';
import { servesWord } from '@/pages/deployments/served';
import classes from '../deployment.module.css';
import { type FieldRow, fieldRows, shapeWords } from './shapes';

const columns: readonly Column<FieldRow>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 150,
    grow: true,
    pinned: true,
    value: (row) => row.name,
    cell: (row) => <Own text={row.name} />,
  },
  {
    id: 'direction',
    header: 'Direction',
    width: 100,
    value: (row) => row.direction,
    cell: (row) => row.direction,
  },
  { id: 'type', header: 'Type', width: 100, value: (row) => row.type, cell: (row) => <Own text={row.type} /> },
  {
    id: 'shape',
    header: 'Shape',
    width: 180,
    grow: true,
    value: (row) => shapeWords(row.shape),
    cell: (row) => shapeWords(row.shape),
  },
];

const notes: Record<string, string> = {
  model: 'asked in the process of the server',
  command: 'asked over HTTP on the machine of the server',
};

/** What the champion is, and what it takes and gives. */
export function Fields({ name, served }: { name: string; served: Served }) {
  const rows = useMemo(() => fieldRows(served), [served]);
  const note = notes[served.serves];
  return (
    <Section title="What is served">
      <div className={classes.card}>
        <Facts
          items={[
            ['Serves', note === undefined ? servesWord(served) : `${servesWord(served)}, ${note}`],
            ['Kind', <Own key="kind" text={served.kind} />],
            ['Version', served.version],
          ]}
        />
      </div>
      {rows.length === 0 ? (
        <p className={classes.note}>Only the program knows what it takes and gives.</p>
      ) : (
        <Table
          label="Inputs and outputs"
          rows={rows}
          columns={columns}
          rowKey={(row) => `${row.direction} ${row.name}`}
          toolbar={`${count(served.inputs.length, 'input')}, ${count(served.outputs.length, 'output')}`}
          exportName={`${name} inputs and outputs`}
          height={400}
        />
      )}
    </Section>
  );
}
