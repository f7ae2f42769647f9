import type { EChartsCoreOption } from 'echarts/core';
import type { ColumnDrift, ColumnProfile, DatasetElement, NumberProfile } from '@/api/datasets';
import { chartText } from '@/kit/chart/option';
import { formatBytes, formatNumber, toNumber } from '@/kit/format';
import type { KnownField } from './dql/grammar';

/** An element of the schema with what the examples hold for it, and how far that has moved. */
export interface ColumnRow {
  name: string;
  /** Null where the schema of this version has none of the name. */
  element: DatasetElement | null;
  profile: ColumnProfile | null;
  drift: ColumnDrift | null;
}

/** Elements in the order of the schema, each name once, then what is gone since the other version. */
export function columnRows(
  elements: readonly DatasetElement[],
  profiles: readonly ColumnProfile[] | undefined,
  drifts: readonly ColumnDrift[] | undefined,
): ColumnRow[] {
  const profile = new Map(profiles?.map((one) => [one.name, one]));
  const drift = new Map(drifts?.map((one) => [one.name, one]));
  const known = new Map(elements.toReversed().map((one) => [one.name, one]));
  const names = [...new Set([...elements.map((one) => one.name), ...(drifts ?? []).map((one) => one.name)])];
  return names.map((name) => ({
    name,
    element: known.get(name) ?? null,
    profile: profile.get(name) ?? null,
    drift: drift.get(name) ?? null,
  }));
}

/** "category (ordered)". */
export function typeWords({ type, multi_value }: Pick<DatasetElement, 'type' | 'multi_value'>): string {
  const word = type.replaceAll('_', ' ');
  return multi_value == null ? word : `${word} (${multi_value.replaceAll('_', ' ')})`;
}

/** Share of cells without a value. */
export function missingShare({ values, missing, nulls, invalid }: ColumnProfile): number {
  const cells = values + missing + nulls + invalid;
  return cells === 0 ? 0 : (missing + nulls) / cells;
}

export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1%';
  return `${(share * 100).toFixed(1)}%`;
}

const changes: Record<string, string> = {
  added: 'new',
  removed: 'gone',
  retyped: 'other-type',
  emptied: 'lost-its-values',
  'no-reference': 'had-no-values',
};

/** How far values have moved, as a state of the kit. */
export function driftState({ verdict, change }: ColumnDrift): string {
  return verdict ?? changes[change] ?? 'not-compared';
}

/** Outputs whose values are labels, with how often each is there: the balance of classes. */
export function balances(profiles: readonly ColumnProfile[]): readonly ColumnProfile[] {
  return profiles.filter(
    ({ role, type, top }) => role === 'output' && (type === 'category' || type === 'boolean') && top.length > 0,
  );
}

/** A number of a profile, in its unit. */
export function measured(value: number, measure: string): string {
  if (measure === 'seconds') return momentText(value);
  if (measure === 'bytes') return formatBytes(value);
  return formatNumber(value);
}

/** Seconds since 1970 as a date; times of day only where they say something. */
export function momentText(seconds: number): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return formatNumber(seconds);
  const text = at.toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text;
}

const measures: Record<string, string> = {
  value: 'Value',
  length: 'Length of the text',
  seconds: 'Moment',
  bytes: 'Size of the file',
};

export function measureWord(measure: string): string {
  return measures[measure] ?? measure;
}

/** Bars side by side without a gap. */
export function histogramOption(numbers: NumberProfile, color: string): EChartsCoreOption {
  const labels = numbers.counts.map((_, bin) => binText(numbers, bin));
  return {
    grid: { left: 12, right: 20, top: 16, bottom: 12, outerBoundsMode: 'same' },
    tooltip: {
      trigger: 'axis',
      formatter: (items: { dataIndex: number }[]) => {
        const bin = items[0]?.dataIndex ?? 0;
        return `${labels[bin]}\n${(numbers.counts[bin] ?? 0).toLocaleString('en-US')}`;
      },
    },
    xAxis: {
      type: 'category',
      data: numbers.counts.map((_, bin) =>
        chartText(measured(toNumber(numbers.bounds[bin]) ?? 0, numbers.measure), 20),
      ),
    },
    yAxis: { type: 'value', minInterval: 1 },
    series: [{ type: 'bar', barCategoryGap: '4%', color, data: [...numbers.counts] }],
  };
}

/** "1 to 2". */
export function binText({ bounds, measure }: NumberProfile, bin: number): string {
  return `${measured(toNumber(bounds[bin]) ?? 0, measure)} to ${measured(toNumber(bounds[bin + 1]) ?? 0, measure)}`;
}

/** What queries may name, with values that are there. */
export function knownFields(
  elements: readonly DatasetElement[],
  profiles: readonly ColumnProfile[] | undefined,
): KnownField[] {
  const profile = new Map(profiles?.map((one) => [one.name, one]));
  const fields = columnRows(elements, profiles, undefined).map(({ name, element }) => ({
    name,
    hint: element === null ? '' : `${typeWords(element)} ${element.role}`,
    values: (profile.get(name)?.top ?? []).slice(0, 50).map((one) => one.value),
  }));
  return [
    ...fields,
    ...(fields.some(({ name }) => name === 'id') ? [] : [{ name: 'id', hint: 'identifier', values: [] }]),
  ];
}
