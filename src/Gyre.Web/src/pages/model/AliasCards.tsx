import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { aliasMovesQuery } from '@/api/models';
import { paths } from '@/app/nav';
import { type Alias, deleteAlias, type ModelVersion } from '@/formats/mlflow/registry';
import { Confirm, Icon, isolated, Loading, Own, State, Time, To, useAction } from '@/kit';
import { AliasChip } from './AliasChip';
import { historyOf, type Move as PastMove, roleOf, sortAliases } from './aliases';
import { type Evidence, evidenceRows } from './evidence';
import { EvidenceTable } from './EvidenceTable';
import type { Move } from './MoveAlias';
import classes from './model.module.css';

interface Props {
  name: string;
  aliases: readonly Alias[];
  versions: readonly ModelVersion[];
  evidence: Evidence;
  metrics: readonly string[];
  mayChange: boolean;
  onMove: (move: Move) => void;
}

/** Each alias as a card with what speaks for the version behind it. */
export function AliasCards({ name, aliases, versions, evidence, metrics, mayChange, onMove }: Props) {
  // The cards do not wait for the history: a card without its reason is still of use.
  const moves = historyOf(versions, useQuery(aliasMovesQuery(name)).data ?? []);
  const champion = aliases.find((one) => roleOf(one.alias) === 'champion');
  const runOf = (version: string | undefined) => versions.find((one) => one.version === version)?.runId ?? null;
  const vacant = (['champion', 'challenger'] as const).filter(
    (role) => !aliases.some((one) => roleOf(one.alias) === role),
  );
  return (
    <div className={classes.cards}>
      {sortAliases(aliases).map((alias) => (
        <Card
          key={alias.alias}
          name={name}
          alias={alias}
          version={versions.find((one) => one.version === alias.version)}
          move={moves.find((one) => one.alias === alias.alias && one.version === alias.version)}
          evidence={evidence}
          championRun={champion === undefined || champion.version === alias.version ? null : runOf(champion.version)}
          metrics={metrics}
          mayChange={mayChange}
          onMove={onMove}
        />
      ))}
      {mayChange &&
        vacant.map((role) => (
          <section key={role} className={classes.card} data-vacant>
            <h3 className={classes.cardTitle}>{role === 'champion' ? 'No champion yet' : 'No challenger yet'}</h3>
            <p className={classes.note}>
              {role === 'champion' ? 'The version that serves now.' : 'The version that wants its place.'}
            </p>
            <div>
              <Button onClick={() => onMove({ alias: role, version: '' })}>Choose a {role}</Button>
            </div>
          </section>
        ))}
    </div>
  );
}

interface CardProps extends Omit<Props, 'aliases' | 'versions'> {
  alias: Alias;
  version: ModelVersion | undefined;
  move: PastMove | undefined;
  championRun: string | null;
}

function Card({ name, alias, version, move, evidence, championRun, metrics, mayChange, onMove }: CardProps) {
  const removal = useAction({
    run: () => deleteAlias(name, alias.alias),
    done: `Alias "${isolated(alias.alias)}" removed`,
    invalidates: [['models']],
  });
  const rows = version === undefined ? [] : evidenceRows(evidence, version.runId, championRun, metrics);
  const run = version === undefined || version.runId === '' ? undefined : evidence.runs.get(version.runId);
  return (
    <section className={classes.card} data-role={roleOf(alias.alias) ?? undefined} aria-label={`Alias ${alias.alias}`}>
      <div className={classes.cardHead}>
        <h3 className={classes.cardTitle}>
          <AliasChip alias={alias.alias} />
          <To href={paths.modelVersion(name, alias.version)}>Version {alias.version}</To>
        </h3>
        {move !== undefined && move.at !== '' && <Time at={move.at} relative />}
      </div>
      {run !== undefined && version !== undefined && (
        <Group gap={6} wrap="nowrap">
          <Icon name="chart" size={14} />
          <To href={paths.trackingRun(version.runId)}>
            <Own text={run.name} max={28} />
          </To>
          <State value={run.status} />
        </Group>
      )}
      {rows.length > 0 ? (
        <EvidenceTable rows={rows} compared={championRun !== null} />
      ) : !evidence.loaded && version?.runId !== '' ? (
        <Loading rows={2} />
      ) : (
        <p className={classes.note}>
          {version?.runId === '' ? 'No source run, so there are no metrics.' : 'Its source run has no metrics.'}
        </p>
      )}
      {move?.reason != null && (
        <p className={classes.reason} title={move.reason}>
          <bdi>{move.reason}</bdi>
        </p>
      )}
      {mayChange && (
        <Group gap={4} mt="auto">
          <Button onClick={() => onMove({ alias: alias.alias, version: '' })}>Move</Button>
          <Confirm
            title="Remove alias"
            text={
              <>
                Programs that load <Own text={`models:/${name}@${alias.alias}`} /> will fail until the alias is set
                again. The version stays.
              </>
            }
            danger
            onYes={() => removal.actAsync(undefined)}
            trigger={(open) => (
              <Button variant="subtle" onClick={open}>
                Remove
              </Button>
            )}
          />
        </Group>
      )}
    </section>
  );
}
