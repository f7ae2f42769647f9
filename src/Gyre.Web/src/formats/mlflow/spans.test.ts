import { describe, expect, it } from 'vitest';
import { readSpans } from './spans';

const otel = {
  trace_id: 'CvdlGRbNQ92ESOshHIAxnA==',
  span_id: 'AAAAAAAAAAM=',
  parent_span_id: 'AAAAAAAAAAE=',
  name: 'llm',
  start_time_unix_nano: 1_795_998_909_333_000_000,
  end_time_unix_nano: '1795998910003000000',
  attributes: [
    { key: 'mlflow.spanType', value: { string_value: '"CHAT_MODEL"' } },
    { key: 'mlflow.spanInputs', value: { string_value: '{"messages":[{"role":"user"}]}' } },
    { key: 'n', value: { int_value: 3 } },
    { key: 'list', value: { array_value: { values: [{ string_value: 'a' }, { double_value: 0.5 }] } } },
    { key: 'map', value: { kvlistValue: { values: [{ key: 'k', value: { boolValue: true } }] } } },
  ],
  status: { code: 'STATUS_CODE_ERROR', message: 'boom' },
  events: [
    {
      time_unix_nano: 1_795_998_909_623_000_000,
      name: 'exception',
      attributes: [{ key: 'm', value: { stringValue: 'boom' } }],
    },
  ],
};

describe('readSpans', () => {
  it("reads OpenTelemetry's form", () => {
    const [span] = readSpans({ spans: [otel] });
    expect(span).toMatchObject({
      id: 'AAAAAAAAAAM=',
      parent: 'AAAAAAAAAAE=',
      name: 'llm',
      type: 'CHAT_MODEL',
      state: 'error',
      message: 'boom',
    });
    expect((span?.end ?? 0) - (span?.start ?? 0)).toBeCloseTo(670, 3);
    expect(span?.inputs).toEqual({ messages: [{ role: 'user' }] });
    expect(span?.outputs).toBeNull();
    expect(span?.attributes).toEqual([
      ['n', 3],
      ['list', ['a', 0.5]],
      ['map', { k: true }],
    ]);
    expect(span?.events[0]).toMatchObject({ name: 'exception', attributes: [['m', 'boom']] });
  });

  it('reads the form of MLflow 2 with attributes as an object of JSON', () => {
    const [span] = readSpans({
      spans: [
        {
          name: 'root',
          context: { span_id: 'a1', trace_id: 't' },
          parent_id: null,
          start_time: 1e18,
          end_time: 1.000_000_001e18,
          status_code: 'OK',
          status_message: '',
          attributes: { 'mlflow.spanType': '"TOOL"', 'mlflow.spanOutputs': '"done"', plain: 'not json' },
          events: [],
        },
      ],
    });
    expect(span).toMatchObject({
      id: 'a1',
      parent: '',
      type: 'TOOL',
      state: 'ok',
      outputs: 'done',
      attributes: [['plain', 'not json']],
    });
  });

  it('survives what is no span', () => {
    expect(readSpans(null)).toEqual([]);
    expect(readSpans({ spans: 'x' })).toEqual([]);
    expect(readSpans({ spans: [null, 1, [], {}] })).toHaveLength(1);
    expect(readSpans({ spans: [{ start_time: 'x', attributes: 7, events: {} }] })[0]).toMatchObject({
      start: 0,
      end: null,
      attributes: [],
    });
  });
});
