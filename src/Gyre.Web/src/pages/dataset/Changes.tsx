import { useQuery } from '@tanstack/react-query';
import { type DatasetDiff, type DatasetFile, type DatasetVersion, diffQuery, type Place } from '@/api/datasets';
import { Bytes, cliOf, type Column, CopyAs, curlOf, Empty, Facts, Own, Query, Section, State, Table } from '@/kit';
import { SimpleTable } from '@/pages/experiment/charts/SimpleTable';
import classes from './dataset.module.css';

interface Props {
  place: Place;
  from: string;
  versions: readonly DatasetVersion[];
}

/** What differs between two versions: files, schema and examples. */
export function Changes({ place, from, versions }: Props) {
  if (from === '')
    return (
      <Empty
        title={versions.length < 2 ? 'There is nothing to compare yet' : 'Choose a version to compare with'}
        hint={
          versions.length < 2
            ? 'A comparison needs two versions of this dataset.'
            : 'The second choice above says with which version this one is compared.'
        }
        {...(versions.length < 2 ? { commands: ['gyre dataset push FOLDER'] } : {})}
      />
    );
  return <Compared place={place} from={from} />;
}

function Compared({ place, from }: { place: Place; from: string }) {
  const diff = useQuery(diffQuery(place, from));
  const { project, dataset, version } = place;
  const path = `/api/v1/datasets/${[project, dataset].map(encodeURIComponent).join('/')}/diff`;
  const query = new URLSearchParams({ from, to: version }).toString();
  return (
    <Section
      title={
        <>
          From <Own text={from} max={30} /> to <Own text={version} max={30} />
        </>
      }
      actions={
        <CopyAs
          cli={cliOf('dataset diff', [`${dataset}/${from}`, `${dataset}/${version}`], { project })}
          curl={curlOf('GET', `${path}?${query}`)}
        />
      }
    >
      <Query result={diff} rows={6}>
        {(found) => (found.same ? <Same /> : <Parts diff={found} />)}
      </Query>
    </Section>
  );
}

function Same() {
  return <Empty title="Both versions hold the same files" hint="Their names and tags are all that differs." />;
}

function Parts({ diff }: { diff: DatasetDiff }) {
  const { examples, schema, files } = diff;
  const number = (value: number) => value.toLocaleString('en-US');
  return (
    <>
      {diff.unreadable != null && (
        <p className={classes.note} role="status">
          Schema and examples are not compared: <Own text={diff.unreadable} />
        </p>
      )}
      {examples != null && (
        <>
          <h3 className={classes.panelTitle}>Examples</h3>
          <Facts
            items={[
              ['Added', number(examples.added)],
              ['Removed', number(examples.removed)],
              ['Changed', number(examples.changed)],
              ['Same', number(examples.same)],
            ]}
          />
          <Ids title="Added" ids={examples.added_ids} all={examples.added} />
          <Ids title="Removed" ids={examples.removed_ids} all={examples.removed} />
          <Ids title="Changed" ids={examples.changed_ids} all={examples.changed} />
        </>
      )}
      {schema != null && <Schema schema={schema} />}
      <h3 className={classes.panelTitle}>Files</h3>
      <Table
        label="Files that differ"
        rows={fileRows(files)}
        columns={columns}
        rowKey={(row) => `${row.change} ${row.file.path}`}
        exportName={`${diff.to.dataset} ${diff.from.version} ${diff.to.version} files`}
        height={360}
        toolbar={`${number(files.added_count)} added, ${number(files.removed_count)} removed, ${number(files.changed_count)} changed${
          files.added_count + files.removed_count + files.changed_count > fileRows(files).length
            ? '; the first 1,000 of each'
            : ''
        }`}
        empty={<p className={classes.note}>No file differs.</p>}
      />
    </>
  );
}

interface FileRow {
  change: string;
  file: DatasetFile;
}

function fileRows({ added, removed, changed }: DatasetDiff['files']): FileRow[] {
  const of = (change: string, files: readonly DatasetFile[]) => files.map((file) => ({ change, file }));
  return [...of('added', added), ...of('removed', removed), ...of('changed', changed)];
}

const columns: readonly Column<FileRow>[] = [
  {
    id: 'change',
    header: 'Change',
    cell: (row) => <State value={row.change} />,
    value: (row) => row.change,
    width: 120,
  },
  {
    id: 'path',
    header: 'Path',
    cell: (row) => <Own text={row.file.path} />,
    value: (row) => row.file.path,
    width: 180,
    grow: true,
  },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    cell: (row) => <Bytes value={row.file.size} />,
    value: (row) => row.file.size,
    width: 100,
    hideBelow: 420,
  },
];

function Schema({ schema }: { schema: NonNullable<DatasetDiff['schema']> }) {
  const rows = [
    ...schema.added.map((name) => [name, 'added', '', ''] as const),
    ...schema.removed.map((name) => [name, 'removed', '', ''] as const),
    ...schema.changed.map((one) => [one.element, one.property, one.from, one.to] as const),
  ];
  return (
    <>
      <h3 className={classes.panelTitle}>Schema</h3>
      {rows.length === 0 ? (
        <p className={classes.note}>Both have the same elements.</p>
      ) : (
        <SimpleTable label="Changes of the schema" head={['Element', 'What', 'Before', 'Now']} rows={rows} />
      )}
    </>
  );
}

function Ids({ title, ids, all }: { title: string; ids: readonly string[]; all: number }) {
  if (ids.length === 0) return null;
  return (
    <details className={classes.ids}>
      <summary>
        {title}: {ids.length < all ? `the first ${ids.length.toLocaleString('en-US')} identifiers` : 'identifiers'}
      </summary>
      <SimpleTable label={`${title} examples`} head={['Identifier']} rows={ids.map((id) => [id])} />
    </details>
  );
}
