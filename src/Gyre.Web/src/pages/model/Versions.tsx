import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { paths } from '@/app/nav';
import { deleteVersion, type ModelVersion } from '@/formats/mlflow/registry';
import {
  type Column,
  Confirm,
  count,
  Empty,
  Icon,
  Num,
  Own,
  shorten,
  State,
  Table,
  Time,
  To,
  useAction,
  useSearchState,
} from '@/kit';
import { AliasChip } from './AliasChip';
import type { Evidence } from './evidence';
import { MetricsChooser } from './MetricsChooser';
import type { Move } from './MoveAlias';
import { MoveStage } from './MoveStage';
import classes from './model.module.css';

interface Props {
  name: string;
  versions: readonly ModelVersion[];
  aliases: ReadonlyMap<string, readonly string[]>;
  evidence: Evidence;
  metrics: readonly string[];
  onMetrics: (keys: string[]) => void;
  mayChange: boolean;
  onMove: (move: Move) => void;
  onCompare: (left: string, right: string) => void;
}

function columnsOf({
  aliases,
  evidence,
  metrics,
}: Pick<Props, 'aliases' | 'evidence' | 'metrics'>): Column<ModelVersion>[] {
  return [
    {
      id: 'version',
      header: 'Version',
      cell: (row) => `Version ${row.version}`,
      value: (row) => Number(row.version),
      width: 110,
      pinned: true,
    },
    {
      id: 'aliases',
      header: 'Aliases',
      cell: (row) => (
        <span className={classes.row} title={shorten(aliases.get(row.version)?.join(', ') ?? '', 2000)}>
          {aliases.get(row.version)?.map((alias) => (
            <AliasChip key={alias} alias={alias} />
          ))}
        </span>
      ),
      value: (row) => aliases.get(row.version)?.join(', ') ?? null,
      width: 200,
      grow: true,
    },
    {
      id: 'stage',
      header: 'Stage',
      cell: (row) => (row.stage === 'None' ? '–' : row.stage),
      value: (row) => row.stage,
      width: 110,
      hideBelow: 560,
    },
    {
      id: 'run',
      header: 'Source run',
      cell: (row) =>
        row.runId === '' ? (
          '–'
        ) : (
          <To href={paths.trackingRun(row.runId)}>
            <Own text={evidence.runs.get(row.runId)?.name ?? row.runId} />
          </To>
        ),
      value: (row) => evidence.runs.get(row.runId)?.name ?? row.runId,
      width: 150,
      hideBelow: 720,
    },
    ...metrics.map((key): Column<ModelVersion> => ({
      id: `m.${key}`,
      header: key,
      align: 'right',
      cell: (row) => <Num value={evidence.metrics.get(row.runId)?.get(key) ?? null} />,
      value: (row) => evidence.metrics.get(row.runId)?.get(key) ?? null,
      width: 110,
    })),
    {
      id: 'created',
      header: 'Created',
      cell: (row) => <Time at={row.createdAt} />,
      value: (row) => row.createdAt,
      width: 150,
      hideBelow: 640,
    },
    {
      id: 'status',
      header: 'Status',
      cell: (row) => <State value={row.status} />,
      value: (row) => row.status,
      width: 150,
      hideBelow: 900,
    },
  ];
}

export function Versions(props: Props) {
  const { name, versions, aliases, evidence, metrics, onMetrics } = props;
  const [state, setState] = useSearchState({ sort: '' });
  const [selected, setSelected] = useState<readonly string[]>([]);
  const columns = useMemo(() => columnsOf({ aliases, evidence, metrics }), [aliases, evidence, metrics]);
  // Versions that are gone meanwhile are no selection.
  const chosen = versions.filter((row) => selected.includes(row.version));
  return (
    <Table
      label="Versions"
      rows={versions}
      columns={columns}
      rowKey={(row) => row.version}
      rowLink={(row) => paths.modelVersion(name, row.version)}
      sort={state.sort}
      onSort={(sort) => setState({ sort })}
      selected={selected}
      onSelect={setSelected}
      exportName={`${name} versions`}
      toolbar={
        <div className={classes.bar}>
          <span>
            {chosen.length === 0 ? count(versions.length, 'version') : `${count(chosen.length, 'version')} selected`}
          </span>
          <Selected {...props} chosen={chosen} />
          <MetricsChooser keys={evidence.metricKeys} chosen={metrics} onChange={onMetrics} />
        </div>
      }
      empty={
        <Empty
          title="This model has no versions yet"
          hint="A version is made when a run logs a model under this name, or from files that are stored already."
          commands={[`gyre model register ${/^[\w.-]+$/.test(name) ? name : 'NAME'} --source models:/m-ID`]}
        />
      }
    />
  );
}

/** What can be done with the versions that are chosen. */
function Selected({ name, chosen, mayChange, onMove, onCompare }: Props & { chosen: readonly ModelVersion[] }) {
  const [staging, setStaging] = useState<ModelVersion | null>(null);
  const removal = useAction({
    run: async () => {
      for (const one of chosen) await deleteVersion(name, one.version);
    },
    done: chosen.length === 1 ? 'Version deleted' : `${chosen.length} versions deleted`,
    invalidates: [['models']],
  });
  const [first, second, third] = [...chosen].sort((a, b) => Number(a.version) - Number(b.version));
  return (
    <>
      {first !== undefined && second !== undefined && third === undefined && (
        <Button leftSection={<Icon name="code" size={14} />} onClick={() => onCompare(first.version, second.version)}>
          Compare
        </Button>
      )}
      {mayChange && first !== undefined && second === undefined && (
        <>
          <Button onClick={() => onMove({ alias: '', version: first.version })}>Set alias</Button>
          <Button onClick={() => setStaging(first)}>Move to stage</Button>
        </>
      )}
      {mayChange && first !== undefined && (
        <Confirm
          title={chosen.length === 1 ? `Delete version ${first.version}` : `Delete ${chosen.length} versions`}
          text="Their aliases are removed, and their numbers are never used again. Files that belong to runs or logged models stay."
          danger
          yes="Delete"
          onYes={() => removal.actAsync(undefined)}
          trigger={(open) => <Button onClick={open}>Delete</Button>}
        />
      )}
      <MoveStage name={name} version={staging} onClose={() => setStaging(null)} />
    </>
  );
}
