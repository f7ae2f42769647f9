import { MultiSelect, Select } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ComparedRun } from '@/api/tracking';
import { paths } from '@/app/nav';
import { allArtifactsQuery, artifactUrl } from '@/formats/mlflow/artifacts';
import { Empty, Loading, Own, Preview, To } from '@/kit';
import { commonPaths } from './artifacts';
import classes from './Compare.module.css';
import type { CompareState, SetCompareState } from './state';

interface Props {
  runs: readonly ComparedRun[];
  state: CompareState;
  setState: SetCompareState;
}

const mostBeside = 4;

/** One file of up to four runs, side by side. */
export function ArtifactsTab({ runs, state, setState }: Props) {
  const chosen = useMemo(() => {
    const wanted = state.of.split(',');
    const named = runs.filter((run) => wanted.includes(run.run_id));
    return (named.length > 0 ? named : runs).slice(0, mostBeside);
  }, [runs, state.of]);
  const results = useQueries({ queries: chosen.map((run) => allArtifactsQuery(run.run_id)) });
  const lists = results.map((result) => result.data?.files ?? []);
  const isLoading = results.some((result) => result.isPending);
  const cut = results.some((result) => result.data?.cut === true);
  const known = commonPaths(lists.map((files) => files.map((file) => file.path)));
  const path = known.some((one) => one.path === state.path) ? state.path : (known[0]?.path ?? '');
  if (isLoading) return <Loading rows={6} />;
  return (
    <>
      <div className={classes.controls}>
        {runs.length > mostBeside && (
          <MultiSelect
            size="xs"
            w={360}
            maw="100%"
            label={`Runs, at most ${mostBeside}`}
            searchable
            limit={100}
            maxValues={mostBeside}
            data={runs.map((run) => ({ value: run.run_id, label: run.name.trim() === '' ? run.run_id : run.name }))}
            value={chosen.map((run) => run.run_id)}
            onChange={(ids) => setState({ of: ids.join(',') })}
          />
        )}
        {known.length > 0 && (
          <Select
            size="xs"
            w={360}
            maw="100%"
            label="File"
            searchable
            limit={200}
            allowDeselect={false}
            data={known.map(({ path: one, runs: number }) => ({
              value: one,
              label: number === chosen.length ? one : `${one} (${number} of ${chosen.length})`,
            }))}
            value={path}
            onChange={(one) => setState({ path: one ?? '' })}
          />
        )}
      </div>
      {cut && <p className={classes.dim}>Not all folders were looked into: there are too many.</p>}
      {known.length === 0 ? (
        <Empty title="These runs have no artifacts" />
      ) : (
        <div className={classes.beside}>
          {chosen.map((run, index) => {
            const file = lists[index]?.find((one) => one.path === path);
            return (
              <section key={run.run_id} className={classes.side} aria-label={run.name}>
                <h2>
                  <To href={paths.trackingRun(run.run_id, { tab: 'artifacts', path })}>
                    <Own text={run.name} />
                  </To>
                </h2>
                {file === undefined ? (
                  <p className={classes.dim}>This run has no such file.</p>
                ) : (
                  <Preview url={artifactUrl(run.run_id, path)} name={path} size={file.size} />
                )}
              </section>
            );
          })}
        </div>
      )}
    </>
  );
}
