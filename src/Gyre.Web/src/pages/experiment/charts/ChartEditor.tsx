import { Button, Group, Modal, MultiSelect, Select, Stack } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type Field, fieldId, parseField } from '../columns';
import { fieldOptions } from '../fieldLists';
import type { KnownKeys } from '../keys';
import { type ChartSpec, chartTypes, mostAxes, startOf } from './spec';

interface Props {
  spec: ChartSpec;
  known: KnownKeys;
  onSave: (spec: ChartSpec) => void;
  onClose: () => void;
}

/** What a chart shows. */
export function ChartEditor({ spec, known, onSave, onClose }: Props) {
  const [draft, setDraft] = useState(spec);
  return (
    <Modal opened onClose={onClose} title="Chart" centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSave(draft);
        }}
      >
        <Stack gap="sm">
          <Select
            label="Type"
            allowDeselect={false}
            data={[...chartTypes]}
            value={draft.type}
            onChange={(type) => setDraft(startOf((type ?? 'line') as ChartSpec['type'], known))}
            data-autofocus
          />
          <Parts draft={draft} known={known} onChange={setDraft} />
          <Group justify="flex-end">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" disabled={!isWhole(draft)}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function isWhole(spec: ChartSpec): boolean {
  if (spec.type === 'parallel') return spec.fields.length >= 2;
  return spec.type === 'scatter' || spec.metric !== '';
}

function Parts({
  draft,
  known,
  onChange,
}: {
  draft: ChartSpec;
  known: KnownKeys;
  onChange: (spec: ChartSpec) => void;
}) {
  const metrics = useMemo(() => fieldOptions(known, (field) => field.kind === 'metric'), [known]);
  const all = useMemo(() => fieldOptions(known, () => true), [known]);
  const texts = useMemo(() => fieldOptions(known, (field) => field.kind !== 'metric'), [known]);
  const one = (
    label: string,
    field: Field | null,
    data: typeof all,
    set: (field: Field | null) => void,
    clearable = false,
  ) => (
    <Select
      label={label}
      searchable
      limit={200}
      clearable={clearable}
      allowDeselect={clearable}
      nothingFoundMessage="Nothing of that name"
      data={data}
      value={field === null ? null : fieldId(field)}
      onChange={(id) => set(id === null ? null : parseField(id))}
    />
  );
  switch (draft.type) {
    case 'line':
    case 'bar':
      return one('Metric', metricField(draft.metric), metrics, (field) =>
        onChange({ ...draft, metric: field?.key ?? '' }),
      );
    case 'box':
      return (
        <>
          {one('Metric', metricField(draft.metric), metrics, (field) =>
            onChange({ ...draft, metric: field?.key ?? '' }),
          )}
          {one(
            'A box for each (empty: the groups of the page)',
            draft.by,
            texts,
            (by) => onChange({ ...draft, by }),
            true,
          )}
        </>
      );
    case 'scatter':
      return (
        <>
          {one('Horizontal', draft.x, all, (x) => onChange({ ...draft, x: x ?? draft.x }))}
          {one('Vertical', draft.y, all, (y) => onChange({ ...draft, y: y ?? draft.y }))}
        </>
      );
    case 'parallel':
      return (
        <MultiSelect
          label="Axes, in order"
          searchable
          limit={200}
          maxValues={mostAxes}
          data={all}
          value={draft.fields.map(fieldId)}
          onChange={(ids) => onChange({ ...draft, fields: ids.flatMap((id) => parseField(id) ?? []) })}
        />
      );
  }
}

function metricField(key: string): Field | null {
  return key === '' ? null : { kind: 'metric', key };
}
