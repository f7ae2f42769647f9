import { ActionIcon, Select, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { paths } from '@/app/nav';
import { filePairQuery, type ModelVersion, mlModelQuery } from '@/formats/mlflow/registry';
import {
  type Column,
  Empty,
  Failure,
  formatBytes,
  Icon,
  type IconName,
  Loading,
  Num,
  Own,
  Section,
  Table,
  To,
  useSearchState,
} from '@/kit';
import { isReasonKey } from './aliases';
import {
  chooseTwo,
  diff,
  diffFiles,
  diffNumbers,
  type DiffRow,
  diffSignatures,
  factsOf,
  type FileRow,
} from './compare';
import { type Evidence, signed } from './evidence';
import { isGone } from './gone';
import classes from './model.module.css';

interface Props {
  name: string;
  versions: readonly ModelVersion[];
  champion: string | null;
  evidence: Evidence;
}

/** Two versions side by side; which ones stands in the address. */
export function CompareTab({ name, versions, champion, evidence }: Props) {
  const [state, setState] = useSearchState({ left: '', right: '', only: 'yes' });
  const two = chooseTwo(
    versions.map((one) => one.version),
    state.left,
    state.right,
    champion,
  );
  if (two === null) {
    return <Empty title="There is nothing to compare yet" hint="A comparison needs two versions of this model." />;
  }
  const [left, right] = two.map((version) => versions.find((one) => one.version === version)) as [
    ModelVersion,
    ModelVersion,
  ];
  const options = versions.map((one) => ({ value: one.version, label: `Version ${one.version}` }));
  const choose = (label: string, key: 'left' | 'right', value: string) => (
    <Select
      label={label}
      size="xs"
      data={options}
      value={value}
      onChange={(next) => setState({ left: two[0], right: two[1], [key]: next ?? value })}
      allowDeselect={false}
      searchable
      limit={200}
    />
  );
  return (
    <>
      <div className={classes.choose}>
        {choose('Left', 'left', left.version)}
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Swap sides"
          title="Swap sides"
          onClick={() => setState({ left: right.version, right: left.version })}
        >
          <Icon name="refresh" size={14} />
        </ActionIcon>
        {choose('Right', 'right', right.version)}
        <Switch
          label="Only what differs"
          checked={state.only === 'yes'}
          onChange={(event) => setState({ only: event.currentTarget.checked ? 'yes' : 'no' })}
        />
        {left.runId !== '' && right.runId !== '' && left.runId !== right.runId && (
          <To href={paths.compare([left.runId, right.runId])}>Compare their source runs</To>
        )}
      </div>
      <Parts name={name} left={left} right={right} evidence={evidence} only={state.only === 'yes'} />
    </>
  );
}

const none = new Map<string, never>();

interface PartsProps {
  name: string;
  left: ModelVersion;
  right: ModelVersion;
  evidence: Evidence;
  only: boolean;
}

function Parts({ name, left, right, evidence, only }: PartsProps) {
  const [a, b] = [useQuery(mlModelQuery(name, left.version)), useQuery(mlModelQuery(name, right.version))];
  const metrics = diffNumbers(evidence.metrics.get(left.runId) ?? none, evidence.metrics.get(right.runId) ?? none);
  const params = diff(evidence.params.get(left.runId) ?? none, evidence.params.get(right.runId) ?? none);
  const tags = diff(tagsOf(left), tagsOf(right));
  // A model without the file MLmodel has no signature to compare; that is no failure.
  const error = [a.error, b.error].find((one) => one !== null && !isGone(one)) ?? null;
  const described = a.isFetched && b.isFetched;
  const columns = useMemo(() => columnsOf(left.version, right.version), [left.version, right.version]);
  const part = (title: string, rows: readonly DiffRow[]) => (
    <Part
      key={title}
      title={title}
      rows={rows}
      columns={columns}
      only={only}
      exportName={`${name} ${left.version} ${right.version} ${title}`}
    />
  );
  return (
    <>
      {part('Metrics', metrics)}
      {part('Params', params)}
      {error !== null && <Failure error={error} />}
      {!described && error === null && <Loading rows={3} />}
      {described &&
        diffSignatures(a.data ?? null, b.data ?? null).map(({ part: title, rows }) =>
          part(`Signature: ${title.toLowerCase()}`, rows),
        )}
      {described && part('Flavors', diff(factsOf(a.data ?? null), factsOf(b.data ?? null)))}
      {part('Tags', tags)}
      <Files name={name} left={left.version} right={right.version} only={only} />
    </>
  );
}

function tagsOf(version: ModelVersion): Map<string, string> {
  return new Map(version.tags.filter((tag) => !isReasonKey(tag.key)).map((tag) => [tag.key, tag.value]));
}

const changes: Record<FileRow['change'], { icon: IconName; word: string }> = {
  same: { icon: 'check', word: 'same' },
  changed: { icon: 'refresh', word: 'changed' },
  added: { icon: 'plus', word: 'only right' },
  removed: { icon: 'dash', word: 'only left' },
  unknown: { icon: 'dot', word: 'same size' },
};

function Change({ change }: { change: FileRow['change'] }) {
  return (
    <span className={classes.change} data-change={change}>
      <Icon name={changes[change].icon} size={12} /> {changes[change].word}
    </span>
  );
}

function Side({ text, number }: { text: string | null; number: boolean }) {
  if (text === null) return <>–</>;
  return number ? <Num value={text} /> : <Own text={text} />;
}

function columnsOf(left: string, right: string): Column<DiffRow>[] {
  const isNumber = (row: DiffRow) => row.difference !== null;
  return [
    {
      id: 'key',
      header: 'Name',
      cell: (row) => <Own text={row.key} />,
      value: (row) => row.key,
      width: 140,
      grow: true,
      pinned: true,
    },
    {
      id: 'left',
      header: `Version ${left}`,
      cell: (row) => <Side text={row.left} number={isNumber(row)} />,
      value: (row) => row.left,
      width: 160,
      grow: true,
    },
    {
      id: 'right',
      header: `Version ${right}`,
      cell: (row) => <Side text={row.right} number={isNumber(row)} />,
      value: (row) => row.right,
      width: 160,
      grow: true,
    },
    {
      id: 'change',
      header: 'Difference',
      cell: (row) =>
        row.difference === null || row.difference === 0 ? (
          <Change change={row.change} />
        ) : (
          <span title={String(row.difference)}>{signed(row.difference)}</span>
        ),
      value: (row) => row.difference ?? changes[row.change].word,
      width: 120,
    },
  ];
}

interface PartProps {
  title: string;
  rows: readonly DiffRow[];
  columns: readonly Column<DiffRow>[];
  only: boolean;
  exportName: string;
}

function Part({ title, rows, columns, only, exportName }: PartProps) {
  const shown = only ? rows.filter((row) => row.change !== 'same') : rows;
  if (rows.length === 0) return null;
  return (
    <Section title={title}>
      {shown.length === 0 ? (
        <p className={classes.note}>All {rows.length.toLocaleString('en-US')} are the same.</p>
      ) : (
        <Table
          label={title}
          rows={shown}
          columns={columns}
          rowKey={(row) => row.key}
          exportName={exportName}
          height={400}
        />
      )}
    </Section>
  );
}

function fileColumns(left: string, right: string): Column<FileRow>[] {
  const size = (value: number | null) => (value === null ? '–' : formatBytes(value));
  return [
    {
      id: 'path',
      header: 'File',
      cell: (row) => <Own text={row.path} />,
      value: (row) => row.path,
      width: 180,
      grow: true,
      pinned: true,
    },
    {
      id: 'left',
      header: `Version ${left}`,
      align: 'right',
      cell: (row) => size(row.left),
      value: (row) => row.left,
      width: 110,
    },
    {
      id: 'right',
      header: `Version ${right}`,
      align: 'right',
      cell: (row) => size(row.right),
      value: (row) => row.right,
      width: 110,
    },
    {
      id: 'change',
      header: 'Difference',
      cell: (row) => <Change change={row.change} />,
      value: (row) => changes[row.change].word,
      width: 120,
    },
  ];
}

function Files({ name, left, right, only }: { name: string; left: string; right: string; only: boolean }) {
  const { data, error, refetch } = useQuery(filePairQuery(name, left, right));
  const columns = useMemo(() => fileColumns(left, right), [left, right]);
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={3} />;
  const rows = diffFiles(data.left, data.right, data.same);
  const shown = only ? rows.filter((row) => row.change !== 'same') : rows;
  const { elsewhere, cut } = data;
  return (
    <Section title="Files">
      {elsewhere !== null && (
        <p className={classes.note}>
          Files in another store cannot be compared: <Own text={elsewhere} />
        </p>
      )}
      {cut && <p className={classes.note}>Only the first 100 folders are compared.</p>}
      {shown.length === 0 ? (
        <p className={classes.note}>
          {rows.length === 0
            ? 'Neither version has files.'
            : `All ${rows.length.toLocaleString('en-US')} files are the same.`}
        </p>
      ) : (
        <Table
          label="Files"
          rows={shown}
          columns={columns}
          rowKey={(row) => row.path}
          exportName={`${name} ${left} ${right} files`}
          height={400}
        />
      )}
    </Section>
  );
}
