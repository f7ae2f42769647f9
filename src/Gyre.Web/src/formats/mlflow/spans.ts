/** A span, whatever form the client stored it in. Times are milliseconds since 1970 with fractions. */
export interface Span {
  id: string;
  /** Empty for a root. */
  parent: string;
  name: string;
  /** "LLM", "RETRIEVER", "TOOL"...; empty when not said. */
  type: string;
  start: number;
  /** Null while it goes on. */
  end: number | null;
  state: 'ok' | 'error' | 'unset';
  message: string;
  inputs: unknown;
  outputs: unknown;
  /** Without those that are shown on their own. */
  attributes: [key: string, value: unknown][];
  events: SpanEvent[];
}

export interface SpanEvent {
  name: string;
  at: number | null;
  attributes: [key: string, value: unknown][];
}

type Fields = Record<string, unknown>;

const own = new Set(['mlflow.spanInputs', 'mlflow.spanOutputs', 'mlflow.spanType', 'mlflow.traceRequestId']);
const mostSpans = 50_000;

/** Reads `{"spans": [...]}`: OpenTelemetry's form (attributes as a list or an object) and that of MLflow 2. */
export function readSpans(document: unknown): Span[] {
  const list = isFields(document) ? document['spans'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.slice(0, mostSpans).filter(isFields).map(spanOf);
}

function spanOf(fields: Fields, index: number): Span {
  const context = isFields(fields['context']) ? fields['context'] : {};
  const attributes = attributesOf(fields['attributes']);
  const inputs = attributes.find(([key]) => key === 'mlflow.spanInputs');
  const outputs = attributes.find(([key]) => key === 'mlflow.spanOutputs');
  const type = attributes.find(([key]) => key === 'mlflow.spanType')?.[1] ?? fields['span_type'];
  return {
    id: text(fields['span_id']) || text(context['span_id']) || `span-${index}`,
    parent: text(fields['parent_span_id']) || text(fields['parent_id']),
    name: text(fields['name']),
    type: typeof type === 'string' && type !== 'UNKNOWN' ? type : '',
    start: millis(fields['start_time_unix_nano'] ?? fields['start_time']) ?? 0,
    end: millis(fields['end_time_unix_nano'] ?? fields['end_time']),
    ...statusOf(fields),
    inputs: inputs?.[1] ?? fields['inputs'] ?? null,
    outputs: outputs?.[1] ?? fields['outputs'] ?? null,
    attributes: attributes.filter(([key]) => !own.has(key)),
    events: (Array.isArray(fields['events']) ? fields['events'] : []).filter(isFields).map(eventOf),
  };
}

function statusOf(fields: Fields): { state: Span['state']; message: string } {
  const status = fields['status'];
  const code = isFields(status) ? (status['code'] ?? status['status_code']) : (fields['status_code'] ?? status);
  const message = isFields(status) ? (status['message'] ?? status['description']) : fields['status_message'];
  const word = String(code ?? '').toUpperCase();
  const state = word === '2' || word.endsWith('ERROR') ? 'error' : word === '1' || word.endsWith('OK') ? 'ok' : 'unset';
  return { state, message: text(message) };
}

function eventOf(fields: Fields): SpanEvent {
  return {
    name: text(fields['name']),
    at: millis(fields['time_unix_nano'] ?? fields['timestamp']),
    attributes: attributesOf(fields['attributes']),
  };
}

function attributesOf(given: unknown): [string, unknown][] {
  if (Array.isArray(given)) {
    return given.filter(isFields).map((one) => [text(one['key']), decoded(anyValue(one['value']))]);
  }
  return isFields(given) ? Object.entries(given).map(([key, value]) => [key, decoded(value)]) : [];
}

/** OpenTelemetry's AnyValue: an object with one property that names the type, in either spelling. */
function anyValue(value: unknown): unknown {
  if (!isFields(value)) return value;
  const [first] = Object.entries(value);
  if (first === undefined) return null;
  const [kind, inner] = first;
  if (kind === 'array_value' || kind === 'arrayValue') {
    const values = isFields(inner) ? inner['values'] : undefined;
    return Array.isArray(values) ? values.map(anyValue) : [];
  }
  if (kind === 'kvlist_value' || kind === 'kvlistValue') {
    const values = isFields(inner) ? inner['values'] : undefined;
    return Object.fromEntries(
      (Array.isArray(values) ? values : []).filter(isFields).map((one) => [text(one['key']), anyValue(one['value'])]),
    );
  }
  return /^(string|bool|int|double|bytes)_?[vV]alue$/.test(kind) ? inner : value;
}

/** MLflow writes values of attributes as JSON within the text. What is no JSON is the text itself. */
function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[\s]*["[{\d\-tfn]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Nanoseconds, as a number or as text, to milliseconds. */
function millis(value: unknown): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number > 0 ? number / 1e6 : null;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
