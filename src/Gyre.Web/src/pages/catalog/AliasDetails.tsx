import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type AliasChange, aliasHistoryQuery } from '@/api/catalog';
import { paths } from '@/app/nav';
import {
  Bytes,
  type Column,
  csharpOf,
  csText,
  CopyButton,
  curlOf,
  Empty,
  Facts,
  Icon,
  Id,
  Own,
  Preview,
  Query,
  Section,
  shortId,
  Table,
  Time,
  To,
  CopyAs,
} from '@/kit';
import classes from './Catalog.module.css';
import { RunLink } from './RunLink';
import { changeAt, changeKey, datumUri, type HistoryRow, historyRows } from './view';

interface Props {
  project: string;
  alias: string;
  /** The change whose file is shown; empty for the newest. */
  at: string;
  onAt: (change: string) => void;
  onClose: () => void;
}

/** The file of an alias, and what the alias pointed to before. */
export function AliasDetails({ project, alias, at, onAt, onClose }: Props) {
  const history = useQuery(aliasHistoryQuery(project, alias));
  const route = `/api/v1/catalog/aliases/${encodeURIComponent(project)}/${encodeURIComponent(alias)}`;
  return (
    <Section
      title={
        <>
          <Own text={alias} max={60} /> <span className={classes.of}>in</span> <Own text={project} max={40} />
        </>
      }
      actions={
        <>
          <CopyAs
            curl={curlOf('GET', route)}
            csharp={csharpOf(
              `var history = await api.Catalog.GetAliasHistoryAsync(${csText(project)}, ${csText(alias)});`,
            )}
          />
          <Button leftSection={<Icon name="cross" size={12} />} onClick={onClose}>
            Close
          </Button>
        </>
      }
    >
      <Query result={history} rows={5}>
        {(changes) =>
          changes.length === 0 ? (
            <Empty
              title="This alias has never pointed to a file"
              hint="It may have another name now, or belong to another project."
            />
          ) : (
            <div className={classes.columns}>
              <Shown alias={alias} change={changeAt(changes, at)} isNow={changeAt(changes, at) === changes[0]} />
              <History changes={changes} shown={changeAt(changes, at)} onAt={onAt} />
            </div>
          )
        }
      </Query>
    </Section>
  );
}

function Shown({ alias, change, isNow }: { alias: string; change: AliasChange | undefined; isNow: boolean }) {
  if (change === undefined) return null;
  const { file } = change;
  return (
    <div className={classes.shown}>
      {!isNow && (
        <p className={classes.past}>You are looking at an earlier file; the alias points to another one now.</p>
      )}
      <Facts
        items={[
          ['Moved', <Time key="at" at={change.changed_at} />],
          [
            'Moved by',
            <To key="by" href={paths.run(change.run_id)}>
              run {shortId(change.run_id)}
            </To>,
          ],
          file == null ? null : ['File', <Own key="file" text={file.path} />],
          file == null ? null : ['Made by', <RunLink key="run" run={file.run_id} node={file.node} />],
          file == null ? null : ['Size', <Bytes key="size" value={file.size} />],
          file == null ? null : ['Digest', <Id key="digest" value={file.digest} short />],
          file == null
            ? null
            : [
                'Lineage',
                <To key="lineage" href={paths.lineage('artifact', file.digest)}>
                  what made and read it
                </To>,
              ],
          [
            'Input of a step',
            <span key="uri" className={classes.uri}>
              <code>
                <Own text={datumUri(alias)} max={40} />
              </code>
              <CopyButton text={datumUri(alias)} />
            </span>,
          ],
        ]}
      />
      {file == null ? (
        <Empty title="The file is gone" hint="Retention removed the run that made it." />
      ) : (
        <Preview key={file.digest} digest={file.digest} name={file.path} size={file.size} />
      )}
    </div>
  );
}

interface HistoryProps {
  changes: readonly AliasChange[];
  shown: AliasChange | undefined;
  onAt: (change: string) => void;
}

function History({ changes, shown, onAt }: HistoryProps) {
  const rows = useMemo(() => historyRows(changes), [changes]);
  const columns = useMemo(() => columnsOf(shown, onAt), [shown, onAt]);
  return (
    <div className={classes.history}>
      <h3 className={classes.heading}>History</h3>
      <Table
        label="History of the alias, newest first"
        rows={rows}
        columns={columns}
        rowKey={(row) => changeKey(row.change)}
        exportName="alias-history"
        height={480}
      />
    </div>
  );
}

function columnsOf(shown: AliasChange | undefined, onAt: (change: string) => void): Column<HistoryRow>[] {
  return [
    {
      id: 'moved',
      header: 'Moved',
      width: 104,
      value: ({ change }) => change.changed_at,
      cell: ({ change }) => <Time at={change.changed_at} relative />,
    },
    {
      id: 'file',
      header: 'File',
      width: 120,
      grow: true,
      value: ({ change }) => change.file?.path ?? null,
      cell: ({ change, same }) =>
        change.file == null ? (
          <span className={classes.hint}>removed</span>
        ) : (
          <>
            <Own text={change.file.path} />
            {same && <span className={classes.hint}> same bytes</span>}
          </>
        ),
    },
    {
      id: 'digest',
      header: 'Digest',
      width: 120,
      hideBelow: 640,
      value: ({ change }) => change.file?.digest ?? null,
      cell: ({ change }) => (change.file == null ? '–' : <Id value={change.file.digest} short />),
    },
    {
      id: 'size',
      header: 'Size',
      align: 'right',
      width: 88,
      value: ({ change }) => change.file?.size ?? null,
      cell: ({ change }) => <Bytes value={change.file?.size} />,
    },
    {
      id: 'from',
      header: 'Made by',
      width: 180,
      hideBelow: 520,
      value: ({ change }) => (change.file == null ? null : `${change.file.run_id} ${change.file.node}`),
      cell: ({ change }) => (change.file == null ? '–' : <RunLink run={change.file.run_id} node={change.file.node} />),
    },
    {
      id: 'show',
      header: 'Shown',
      width: 92,
      cell: ({ change, isNow }) =>
        shown !== undefined && changeKey(change) === changeKey(shown) ? (
          <span className={classes.hint}>shown</span>
        ) : (
          <Button
            size="compact-xs"
            aria-label={`Show the file from ${change.changed_at}`}
            onClick={() => onAt(isNow ? '' : changeKey(change))}
          >
            Show
          </Button>
        ),
    },
  ];
}
