import { attributes, type Field, fieldId, labelOf } from './columns';
import { isSystemMetric, isSystemTag, type KnownKeys } from './keys';

export interface FieldSection {
  title: string;
  fields: Field[];
}

/** Every field that could be shown, in sections for a list to choose from. */
export function fieldSections(known: KnownKeys): FieldSection[] {
  const metric = (key: string): Field => ({ kind: 'metric', key });
  const tag = (key: string): Field => ({ kind: 'tag', key });
  const metrics = known.metrics.map((one) => one.key);
  const tags = known.tags.map((one) => one.key);
  return [
    { title: 'Metrics', fields: metrics.filter((key) => !isSystemMetric(key)).map(metric) },
    { title: 'Params', fields: known.params.map((one): Field => ({ kind: 'param', key: one.key })) },
    { title: 'Run', fields: attributes.map((one): Field => ({ kind: 'attribute', key: one.key })) },
    { title: 'Tags', fields: tags.filter((key) => !isSystemTag(key)).map(tag) },
    { title: 'System metrics', fields: metrics.filter(isSystemMetric).map(metric) },
    { title: 'System tags', fields: tags.filter(isSystemTag).map(tag) },
  ].filter((section) => section.fields.length > 0);
}

export interface OptionGroup {
  group: string;
  items: { value: string; label: string }[];
}

/** The same for a select: ids with labels, without those that do not fit. */
export function fieldOptions(known: KnownKeys, fits: (field: Field) => boolean): OptionGroup[] {
  return fieldSections(known)
    .map(({ title, fields }) => ({
      group: title,
      items: fields.filter(fits).map((field) => ({ value: fieldId(field), label: labelOf(field) })),
    }))
    .filter((group) => group.items.length > 0);
}

/** The sections with only what contains the words typed. */
export function matching(sections: readonly FieldSection[], typed: string): FieldSection[] {
  const wanted = typed.trim().toLowerCase();
  return sections
    .map(({ title, fields }) => ({
      title,
      fields: fields.filter((field) => labelOf(field).toLowerCase().includes(wanted)),
    }))
    .filter((section) => section.fields.length > 0);
}

/** A field moved by one place. */
export function moved(fields: readonly Field[], index: number, by: 1 | -1): Field[] {
  const to = index + by;
  const made = [...fields];
  const [one, other] = [made[index], made[to]];
  if (one === undefined || other === undefined) return made;
  made[index] = other;
  made[to] = one;
  return made;
}
