import { type Field, fieldId, labelOf, parseField } from '../columns';
import { isSystemMetric, type KnownKeys } from '../keys';

/** What a chart shows. Everything in it stands in the address. */
export type ChartSpec =
  | { type: 'line'; metric: string; logX: boolean; logY: boolean }
  | { type: 'bar'; metric: string }
  | { type: 'box'; metric: string; by: Field | null }
  | { type: 'scatter'; x: Field; y: Field; logX: boolean; logY: boolean }
  | { type: 'parallel'; fields: Field[] };

export type ChartType = ChartSpec['type'];

export const chartTypes: readonly { value: ChartType; label: string }[] = [
  { value: 'line', label: 'Line' },
  { value: 'parallel', label: 'Parallel coordinates' },
  { value: 'scatter', label: 'Scatter' },
  { value: 'bar', label: 'Bar' },
  { value: 'box', label: 'Box' },
];

const mostCharts = 24;
export const mostAxes = 12;

const escape = (text: string) => text.replace(/[%~;]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const unescape = (text: string) =>
  text.replace(/%(25|7E|3B)/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

/** "line~m.loss~logy;bar~m.acc": charts parted by semicolons, their parts by tildes. */
export function writeSpecs(specs: readonly ChartSpec[]): string {
  return specs.map((spec) => partsOf(spec).map(escape).join('~')).join(';');
}

function partsOf(spec: ChartSpec): string[] {
  const flags = (logX: boolean, logY: boolean) => [...(logX ? ['logx'] : []), ...(logY ? ['logy'] : [])];
  const metric = (key: string) => fieldId({ kind: 'metric', key });
  switch (spec.type) {
    case 'line':
      return ['line', metric(spec.metric), ...flags(spec.logX, spec.logY)];
    case 'bar':
      return ['bar', metric(spec.metric)];
    case 'box':
      return ['box', metric(spec.metric), ...(spec.by === null ? [] : [fieldId(spec.by)])];
    case 'scatter':
      return ['scatter', fieldId(spec.x), fieldId(spec.y), ...flags(spec.logX, spec.logY)];
    case 'parallel':
      return ['parallel', ...spec.fields.map(fieldId)];
  }
}

/** The charts of an address; what cannot be read is dropped and counted. */
export function readSpecs(text: string): { specs: ChartSpec[]; dropped: number } {
  const specs: ChartSpec[] = [];
  let dropped = 0;
  for (const part of text.split(';').filter((one) => one !== '')) {
    const spec = specOf(part.split('~').map(unescape));
    if (spec === null || specs.length >= mostCharts) dropped++;
    else specs.push(spec);
  }
  return { specs, dropped };
}

function specOf([type, ...parts]: string[]): ChartSpec | null {
  const [first, second] = [parseField(parts[0] ?? ''), parseField(parts[1] ?? '')];
  const metric = first?.kind === 'metric' ? first.key : null;
  const [logX, logY] = [parts.includes('logx'), parts.includes('logy')];
  switch (type) {
    case 'line':
      return metric === null ? null : { type, metric, logX, logY };
    case 'bar':
      return metric === null ? null : { type, metric };
    case 'box':
      return metric === null ? null : { type, metric, by: second };
    case 'scatter':
      return first === null || second === null ? null : { type, x: first, y: second, logX, logY };
    case 'parallel': {
      const fields = parts.flatMap((part) => parseField(part) ?? []);
      return fields.length < 2 ? null : { type, fields: fields.slice(0, mostAxes) };
    }
    default:
      return null;
  }
}

export function titleOf(spec: ChartSpec): string {
  switch (spec.type) {
    case 'line':
    case 'bar':
      return spec.metric;
    case 'box':
      return spec.by === null ? spec.metric : `${spec.metric} by ${labelOf(spec.by)}`;
    case 'scatter':
      return `${labelOf(spec.y)} over ${labelOf(spec.x)}`;
    case 'parallel':
      return 'Parallel coordinates';
  }
}

/** The fields that the runs must bring for a chart. */
export function fieldsOf(spec: ChartSpec): Field[] {
  switch (spec.type) {
    case 'line':
    case 'bar':
      return [{ kind: 'metric', key: spec.metric }];
    case 'box':
      return [{ kind: 'metric', key: spec.metric }, ...(spec.by === null ? [] : [spec.by])];
    case 'scatter':
      return [spec.x, spec.y];
    case 'parallel':
      return spec.fields;
  }
}

/** The charts of an experiment that nobody has chosen charts for. */
export function defaultSpecs(known: KnownKeys): ChartSpec[] {
  const metrics = known.metrics.filter((one) => !isSystemMetric(one.key));
  const curves = metrics.filter((one) => one.hasCurve).slice(0, 6);
  const single = metrics.filter((one) => !one.hasCurve).slice(0, 4);
  const params = known.params
    .filter((one) => one.varies && one.values.every((value) => value.length <= 40))
    .slice(0, 6);
  const target = curves[0] ?? single[0];
  const parallel: ChartSpec[] =
    target === undefined || params.length < 2
      ? []
      : [
          {
            type: 'parallel',
            fields: [...params.map(({ key }): Field => ({ kind: 'param', key })), { kind: 'metric', key: target.key }],
          },
        ];
  return [
    ...curves.map(({ key }): ChartSpec => ({ type: 'line', metric: key, logX: false, logY: false })),
    ...parallel,
    ...single.map(({ key }): ChartSpec => ({ type: 'bar', metric: key })),
  ];
}

/** What a new chart of a type shows before anything is chosen. */
export function startOf(type: ChartType, known: KnownKeys): ChartSpec {
  const metrics = known.metrics.filter((one) => !isSystemMetric(one.key)).map((one) => one.key);
  const metric = metrics[0] ?? '';
  const param = known.params.find((one) => one.varies)?.key ?? known.params[0]?.key;
  const x: Field = param === undefined ? { kind: 'attribute', key: 'duration' } : { kind: 'param', key: param };
  switch (type) {
    case 'line':
      return {
        type,
        metric: known.metrics.find((one) => one.hasCurve && !isSystemMetric(one.key))?.key ?? metric,
        logX: false,
        logY: false,
      };
    case 'bar':
      return { type, metric };
    case 'box':
      return { type, metric, by: param === undefined ? null : x };
    case 'scatter':
      return { type, x, y: { kind: 'metric', key: metric }, logX: false, logY: false };
    case 'parallel':
      return { type, fields: [x, { kind: 'metric', key: metric }] };
  }
}
