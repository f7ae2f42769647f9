import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Pair } from '@/formats/mlflow/client';
import {
  type Alias,
  deleteModelTag,
  type ModelVersion,
  type RegisteredModel,
  setModelTag,
} from '@/formats/mlflow/registry';
import { Failure, Section, UrlTabs, useSearchState } from '@/kit';
import { aliasesByVersion, roleOf } from './aliases';
import { AliasCards } from './AliasCards';
import { CompareTab } from './CompareTab';
import { defaultMetrics, evidenceQuery, evidenceToCome, noEvidence, readKeys, writeKeys } from './evidence';
import { History } from './History';
import { type Move, MoveAlias } from './MoveAlias';
import { Tags } from './Tags';
import { Versions } from './Versions';

const invalidates = [['models']];
const mostMetrics = 4;

/** What was logged to the source runs of the versions, and which metrics of it are shown. */
function useEvidence(versions: readonly ModelVersion[], aliases: readonly Alias[], chosen: string) {
  // The versions behind aliases come first: what is shown of them must not be lost to the limit.
  const runs = useMemo(() => {
    const aliased = new Set(aliases.map((one) => one.version));
    return [...versions]
      .sort((a, b) => Number(aliased.has(b.version)) - Number(aliased.has(a.version)))
      .map((one) => one.runId);
  }, [aliases, versions]);
  const evidence = useQuery(evidenceQuery(runs));
  const { data = evidence.isLoading ? evidenceToCome : noEvidence, error, refetch } = evidence;
  const metrics = useMemo(() => (chosen === '' ? defaultMetrics(data, mostMetrics) : readKeys(chosen)), [data, chosen]);
  return { evidence: data, metrics, error, retry: () => void refetch() };
}

interface Props {
  model: RegisteredModel;
  versions: readonly ModelVersion[];
  mayChange: boolean;
  readTags: () => Promise<readonly Pair[]>;
}

/** The tabs of a model, over what all of them share. */
export function Parts({ model, versions, mayChange, readTags }: Props) {
  const { name, aliases } = model;
  const [state, setState] = useSearchState({ metrics: '', tab: 'versions', left: '', right: '' });
  const [move, setMove] = useState<Move | null>(null);
  const { evidence, metrics, error, retry } = useEvidence(versions, aliases, state.metrics);
  const byVersion = useMemo(() => aliasesByVersion(aliases), [aliases]);
  const champion = aliases.find((one) => roleOf(one.alias) === 'champion')?.version ?? null;
  const shared = { name, versions, evidence, metrics, mayChange, onMove: setMove };
  return (
    <>
      <UrlTabs
        label="Parts of the model"
        tabs={[
          {
            id: 'versions',
            label: 'Versions',
            content: () => (
              <>
                {error !== null && <Failure error={error} onRetry={retry} />}
                {versions.length > 0 && (
                  <Section title="Aliases">
                    <AliasCards {...shared} aliases={aliases} />
                  </Section>
                )}
                <Section title="Versions">
                  <Versions
                    {...shared}
                    aliases={byVersion}
                    onMetrics={(keys) => setState({ metrics: writeKeys(keys) })}
                    onCompare={(left, right) => setState({ tab: 'compare', left, right }, { push: true })}
                  />
                </Section>
              </>
            ),
          },
          {
            id: 'compare',
            label: 'Compare',
            content: () => <CompareTab name={name} versions={versions} champion={champion} evidence={evidence} />,
          },
          { id: 'history', label: 'Alias history', content: () => <History name={name} versions={versions} /> },
          {
            id: 'tags',
            label: 'Tags',
            badge: model.tags.length > 0 ? model.tags.length : undefined,
            content: () => (
              <Tags
                tags={model.tags}
                mayChange={mayChange}
                read={readTags}
                set={(key, value) => setModelTag(name, key, value)}
                remove={(key) => deleteModelTag(name, key)}
                invalidates={invalidates}
              />
            ),
          },
        ]}
      />
      <MoveAlias
        name={name}
        versions={versions}
        aliases={aliases}
        evidence={evidence}
        metrics={metrics}
        move={move}
        onClose={() => setMove(null)}
      />
    </>
  );
}
