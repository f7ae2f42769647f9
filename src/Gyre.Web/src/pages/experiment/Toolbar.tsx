import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { ColumnPicker } from './ColumnPicker';
import { type Field, fieldId, parseField, readFields, writeFields } from './columns';
import { fieldOptions } from './fieldLists';
import { FilterBox } from './filter/FilterBox';
import type { KnownKeys } from './keys';
import { type ExperimentState, type SetExperimentState, spans } from './state';
import classes from './Toolbar.module.css';

interface Props {
  state: ExperimentState;
  setState: SetExperimentState;
  known: KnownKeys;
  fields: readonly Field[];
  problem: { filter: string; message: string } | null;
}

export function Toolbar({ state, setState, known, fields, problem }: Props) {
  const groups = useMemo(
    () => [
      { group: 'Family', items: [{ value: 'parent', label: 'Parent run' }] },
      ...fieldOptions(
        known,
        (field) => field.kind === 'param' || field.kind === 'tag' || ['status', 'user', 'source'].includes(field.key),
      ),
    ],
    [known],
  );
  const pinned = useMemo(() => new Set(readFields(state.pins).map(fieldId)), [state.pins]);
  return (
    <div className={classes.toolbar}>
      <FilterBox
        value={state.filter}
        onChange={(filter) => setState({ filter }, { push: true })}
        known={known}
        problem={problem}
      />
      <Select
        size="xs"
        w={116}
        aria-label="Which runs"
        allowDeselect={false}
        data={[
          { value: 'active', label: 'Active' },
          { value: 'deleted', label: 'Deleted' },
          { value: 'all', label: 'All runs' },
        ]}
        value={state.view}
        onChange={(value) => setState({ view: value ?? 'active' })}
      />
      <Select
        size="xs"
        w={128}
        aria-label="When runs started"
        placeholder="Any time"
        clearable
        data={spans.map(({ value, label }) => ({ value, label }))}
        value={state.since === '' ? null : state.since}
        onChange={(since) => setState({ since: since ?? '' })}
      />
      <Select
        size="xs"
        w={168}
        aria-label="Group runs by"
        placeholder="Group by"
        searchable
        clearable
        limit={200}
        nothingFoundMessage="Nothing of that name"
        data={groups}
        value={state.group === '' ? null : state.group}
        onChange={(value) => setState({ group: value ?? '' })}
      />
      <ColumnPicker
        fields={fields}
        pinned={pinned}
        known={known}
        onFields={(chosen) => setState({ cols: chosen === null ? '' : writeFields(chosen) })}
        onPinned={(chosen) => setState({ pins: writeFields([...chosen].flatMap((id) => parseField(id) ?? [])) })}
      />
    </div>
  );
}
