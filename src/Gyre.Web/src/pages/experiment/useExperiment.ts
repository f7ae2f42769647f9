import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ApiError } from '@/api/client';
import { sampleQuery } from '@/api/tracking';
import { grey } from './charts/panel';
import { defaultSpecs, fieldsOf, readSpecs } from './charts/spec';
import { type Field, fieldId, orderOf, projectionOf, readFields } from './columns';
import { andAlso, filterOf } from './filter/query';
import { colourRuns, type Group, groupRuns, readGrouping } from './grouping';
import { defaultFields, type KnownKeys, knownKeys } from './keys';
import { type ExperimentState, sinceClause, viewOf } from './state';
import { useRuns } from './useRuns';

const nothing: KnownKeys = { metrics: [], params: [], tags: [], users: [] };

/** What the page shows, from its address and the server. */
export function useExperiment(
  experiment: string,
  deleted: boolean,
  state: ExperimentState,
  palette: readonly string[],
) {
  const sample = useQuery(sampleQuery(experiment));
  const known = useMemo(() => (sample.data === undefined ? nothing : knownKeys(sample.data)), [sample.data]);
  const grouping = useMemo(() => readGrouping(state.group), [state.group]);
  const fields = useMemo(() => {
    const chosen = readFields(state.cols);
    return chosen.length > 0 ? chosen : defaultFields(known);
  }, [state.cols, known]);
  const charts = useMemo(() => {
    const read = readSpecs(state.charts);
    return read.specs.length > 0 || read.dropped > 0 ? read : { specs: defaultSpecs(known), dropped: 0 };
  }, [state.charts, known]);
  const columns = useMemo(() => {
    const inGroup = grouping?.by === 'field' ? [grouping.field] : [];
    return projectionOf(unique([...fields, ...charts.specs.flatMap(fieldsOf), ...inGroup]));
  }, [fields, charts, grouping]);
  // Of the moment when the page was opened: a list that is asked for anew each second would never come to rest.
  const [now] = useState(() => Math.floor(Date.now() / 60_000) * 60_000);
  const since = sinceClause(state.since, now);
  const filter = since === null ? filterOf(state.filter) : andAlso(state.filter, since);
  const orderBy = useMemo(() => orderOf(state.sort), [state.sort]);
  // The runs of a deleted experiment are deleted with it.
  const view = deleted && state.view === 'active' ? 'all' : viewOf(state.view);
  const table = useRuns({ experiment, filter, view, orderBy, columns }, sample.data !== undefined);
  const groups = useMemo<Group[] | null>(
    () => (grouping === null ? null : groupRuns(table.runs, grouping)),
    [table.runs, grouping],
  );
  const colours = useMemo(() => colourRuns(table.runs, groups, palette, grey), [table.runs, groups, palette]);
  const { error } = table.result;
  // A refusal of the filter belongs to the search box, not to the table.
  const refused = error instanceof ApiError && error.status === 400 && filter !== '';
  const problem = refused ? { filter, message: error.detail ?? error.title } : null;
  return { sample, known, grouping, fields, charts, filter, orderBy, table, groups, colours, problem };
}

function unique(fields: readonly Field[]): Field[] {
  return [...new Map(fields.map((field) => [fieldId(field), field])).values()];
}
