import { useQuery } from '@tanstack/react-query';
import { aliasMovesQuery } from '@/api/models';
import { paths } from '@/app/nav';
import type { Pair } from '@/formats/mlflow/client';
import { deleteVersionTag, type ModelVersion, setVersionTag } from '@/formats/mlflow/registry';
import { type Column, Facts, Failure, Id, Loading, Num, Own, Section, State, Table, Time, To } from '@/kit';
import { historyOf, isReasonKey } from '@/pages/model/aliases';
import { AliasChip } from '@/pages/model/AliasChip';
import { evidenceQuery } from '@/pages/model/evidence';
import { Tags } from '@/pages/model/Tags';
import classes from './version.module.css';

const invalidates = [['models']];

interface Props {
  version: ModelVersion;
  mayChange: boolean;
  readTags: () => Promise<readonly Pair[]>;
}

/** Where the version comes from and what its source run logged. */
export function Overview({ version, mayChange, readTags }: Props) {
  const { name, runId, tags } = version;
  const evidence = useQuery(evidenceQuery([runId]));
  const run = evidence.data?.runs.get(runId);
  const kept = useQuery(aliasMovesQuery(name)).data ?? [];
  const moves = historyOf([version], kept).filter((move) => move.version === version.version);
  return (
    <>
      <Facts
        items={[
          [
            'Source run',
            runId === '' ? (
              'none'
            ) : (
              <span className={classes.chips}>
                <To href={paths.trackingRun(runId)}>
                  <Own text={run?.name ?? runId} max={40} />
                </To>
                {run !== undefined && <State value={run.status} />}
              </span>
            ),
          ],
          ['Source', <Source key="source" source={version.source} />],
          ['Stage', version.stage],
          ['Changed', <Time key="changed" at={version.updatedAt} />],
        ]}
      />
      {moves.length > 0 && (
        <Section title="Why aliases came here">
          <ul className={classes.reasons}>
            {moves.map((move, index) => (
              <li key={index}>
                <AliasChip alias={move.alias} /> {move.from !== null && `from version ${move.from} `}
                {move.at !== '' && <Time at={move.at} />} <bdi>{move.reason ?? 'without a reason'}</bdi>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {runId !== '' && evidence.isPending && <Loading rows={4} />}
      {evidence.isError && <Failure error={evidence.error} onRetry={() => void evidence.refetch()} />}
      {evidence.data !== undefined && (
        <div className={classes.pair}>
          <Values
            title="Metrics of its source run"
            values={evidence.data.metrics.get(runId)}
            isNumber
            exportName={`${name} ${version.version} metrics`}
          />
          <Values
            title="Params of its source run"
            values={evidence.data.params.get(runId)}
            exportName={`${name} ${version.version} params`}
          />
        </div>
      )}
      <Section title="Tags">
        <Tags
          tags={tags.filter((tag) => !isReasonKey(tag.key))}
          mayChange={mayChange}
          read={readTags}
          set={(key, value) => setVersionTag(name, version.version, key, value)}
          remove={(key) => deleteVersionTag(name, version.version, key)}
          invalidates={invalidates}
        />
      </Section>
    </>
  );
}

/** `models:/m-ID` is a logged model, whose lineage is its page. */
function Source({ source }: { source: string }) {
  const model = /^models:\/(m-[0-9a-f]+)$/.exec(source)?.[1];
  if (model === undefined) return <Own text={source} />;
  return (
    <span className={classes.chips}>
      <To href={paths.lineage('logged-model', model)}>logged model</To> <Id value={model} short />
    </span>
  );
}

interface Value {
  key: string;
  value: string | number;
}

const textColumns: readonly Column<Value>[] = [
  { id: 'key', header: 'Name', cell: (row) => <Own text={row.key} />, value: (row) => row.key, width: 120, grow: true },
  {
    id: 'value',
    header: 'Value',
    cell: (row) => <Own text={String(row.value)} />,
    value: (row) => row.value,
    width: 140,
    grow: true,
  },
];
const numberColumns: readonly Column<Value>[] = [
  { id: 'key', header: 'Name', cell: (row) => <Own text={row.key} />, value: (row) => row.key, width: 140, grow: true },
  {
    id: 'value',
    header: 'Value',
    align: 'right',
    cell: (row) => <Num value={row.value} />,
    value: (row) => row.value,
    width: 120,
  },
];

interface ValuesProps {
  title: string;
  values: ReadonlyMap<string, string | number> | undefined;
  isNumber?: boolean;
  exportName: string;
}

function Values({ title, values, isNumber, exportName }: ValuesProps) {
  const rows = [...(values ?? [])].map(([key, value]): Value => ({ key, value }));
  return (
    <Section title={title}>
      {values === undefined ? (
        <p className={classes.note}>The source run is not there any more.</p>
      ) : rows.length === 0 ? (
        <p className={classes.note}>It logged none.</p>
      ) : (
        <Table
          label={title}
          rows={rows}
          columns={isNumber === true ? numberColumns : textColumns}
          rowKey={(row) => row.key}
          exportName={exportName}
          height={400}
        />
      )}
    </Section>
  );
}
