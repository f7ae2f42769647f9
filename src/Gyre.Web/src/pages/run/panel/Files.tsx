import { Button } from '@mantine/core';
import { archiveUrl, artifactUrl, type NodeRun, outputUrl } from '@/api/nodes';
import { paths } from '@/app/nav';
import {
  Bytes,
  type Column,
  CopyAs,
  count,
  Empty,
  formatBytes,
  Icon,
  Id,
  Json,
  Own,
  Preview,
  Section,
  Table,
  To,
  useSearchState,
} from '@/kit';
import { outputCommands } from '../commands';
import { fileLabel, type FileRow, inputRows, outputRows, outputValues } from './fileList';
import classes from './panel.module.css';

export function Inputs({ run, node }: { run: string; node: NodeRun }) {
  const rows = inputRows(node);
  if (rows.length === 0) {
    return (
      <Empty
        title="No input files"
        hint={node.attempts === 0 ? 'Inputs are known when the node run starts.' : 'This step takes no files.'}
      />
    );
  }
  return <FileList run={run} node={node} rows={rows} side="in" label="Input files" />;
}

export function Outputs({ run, node }: { run: string; node: NodeRun }) {
  const rows = outputRows(node);
  const values = outputValues(node);
  if (rows.length === 0 && values.length === 0) {
    return (
      <Empty
        title="No outputs"
        hint={
          node.state === 'succeeded'
            ? 'This node run left no files behind.'
            : 'Outputs appear when the node run has succeeded.'
        }
      />
    );
  }
  return (
    <div className={classes.stack}>
      {values.length > 0 && (
        <Section title="Values">
          <Json value={Object.fromEntries(values.map((one) => [one.name, one.value]))} />
        </Section>
      )}
      {rows.length > 0 && <FileList run={run} node={node} rows={rows} side="out" label="Output files" />}
    </div>
  );
}

type Side = 'in' | 'out';

interface ListProps {
  run: string;
  node: NodeRun;
  rows: readonly FileRow[];
  side: Side;
  label: string;
}

function FileList({ run, node, rows, side, label }: ListProps) {
  const [search, setSearch] = useSearchState({ file: '' });
  const chosen = rows.find((row) => `${side}:${row.key}` === search.file);
  const columns: Column<FileRow>[] = [
    {
      id: 'path',
      header: 'File',
      grow: true,
      width: 160,
      value: fileLabel,
      cell: (row) => (
        <button
          type="button"
          className={classes.file}
          aria-expanded={row === chosen}
          onClick={() => setSearch({ file: row === chosen ? undefined : `${side}:${row.key}` })}
        >
          <Icon name="file" size={14} />
          <Own text={fileLabel(row)} />
        </button>
      ),
    },
    ...(rows.some((row) => row.group !== '') ? [groupColumn(side)] : []),
    ...contentColumns,
    downloadColumn(run, node, side),
  ];
  return (
    <div className={classes.stack}>
      <Table
        label={label}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.key}
        exportName={`${node.name}-files`}
        height={chosen === undefined ? 480 : 240}
        toolbar={`${count(rows.length, 'file')}, ${formatBytes(totalSize(rows))}`}
      />
      {side === 'out' && (
        <div className={classes.row}>
          <Button
            component="a"
            href={archiveUrl(run, node.name)}
            download
            leftSection={<Icon name="download" size={14} />}
          >
            Download all as zip
          </Button>
          <CopyAs {...outputCommands(run, node.name)} />
        </div>
      )}
      {chosen !== undefined && (
        <Section title={<Own text={fileLabel(chosen)} />}>
          <To href={paths.lineage('artifact', chosen.file.digest)}>
            <Icon name="graph" size={14} /> What made and read it
          </To>
          {chosen.file.metadata != null && <Json value={chosen.file.metadata} />}
          <Preview digest={chosen.file.digest} name={fileLabel(chosen)} size={chosen.file.size} />
        </Section>
      )}
    </div>
  );
}

const contentColumns: Column<FileRow>[] = [
  {
    id: 'size',
    header: 'Size',
    width: 84,
    align: 'right',
    value: (row) => row.file.size,
    cell: (row) => <Bytes value={row.file.size} />,
  },
  {
    id: 'digest',
    header: 'Digest',
    width: 128,
    hideBelow: 500,
    value: (row) => row.file.digest,
    cell: (row) => <Id value={row.file.digest} short />,
  },
];

function groupColumn(side: Side): Column<FileRow> {
  return {
    id: 'group',
    header: side === 'in' ? 'Input' : 'Output',
    width: 110,
    hideBelow: 440,
    value: (row) => row.group,
    cell: (row) => <Own text={row.group} />,
  };
}

function downloadColumn(run: string, node: NodeRun, side: Side): Column<FileRow> {
  return {
    id: 'download',
    header: 'Download',
    width: 88,
    cell: (row) => (
      <a
        className={classes.download}
        href={addressOf(run, node, row, side)}
        download={nameOf(row)}
        aria-label={`Download ${nameOf(row).slice(0, 80)}`}
        title="Download"
      >
        <Icon name="download" />
      </a>
    ),
  };
}

function totalSize(rows: readonly FileRow[]): number {
  return rows.reduce((sum, row) => sum + row.file.size, 0);
}

function nameOf(row: FileRow): string {
  return fileLabel(row).split('/').at(-1) ?? 'file';
}

/** Outputs of commands have an address of their own with their name; everything else is known by its content. */
function addressOf(run: string, node: NodeRun, row: FileRow, side: Side): string {
  return side === 'out' && row.group === '' ? outputUrl(run, node.name, row.file.path) : artifactUrl(row.file.digest);
}
