import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ApiError, request } from '@/api/client';
import { mlflow, queryOf } from './client';
import { readSpans, type Span } from './spans';

export interface Assessment {
  id: string;
  name: string;
  kind: 'feedback' | 'expectation' | 'issue';
  value: unknown;
  error: string | null;
  rationale: string;
  sourceType: string;
  sourceId: string;
  spanId: string | null;
  createdAt: string | null;
  valid: boolean;
}

export interface Trace {
  traceId: string;
  name: string;
  experiment: string;
  /** OK, ERROR, IN_PROGRESS or STATE_UNSPECIFIED. */
  state: string;
  requestTime: string;
  /** Seconds; null while it goes on. */
  duration: number | null;
  request: string;
  response: string;
  clientRequestId: string;
  /** The tracking run that it was recorded in; null when none. */
  run: string | null;
  metadata: Record<string, string>;
  tags: Record<string, string>;
  assessments: Assessment[];
}

interface WireAssessment {
  assessment_id?: string;
  assessment_name?: string;
  feedback?: { value?: unknown; error?: { error_message?: string; error_code?: string } };
  expectation?: { value?: unknown; serialized_value?: { value?: unknown } };
  issue?: object;
  rationale?: string;
  source?: { source_type?: string; source_id?: string };
  span_id?: string;
  create_time?: string;
  valid?: boolean;
}

interface WireTrace {
  trace_id: string;
  trace_location?: { mlflow_experiment?: { experiment_id?: string } };
  request_preview?: string;
  response_preview?: string;
  request_time?: string;
  execution_duration?: string;
  state?: string;
  client_request_id?: string;
  trace_metadata?: Record<string, string>;
  tags?: Record<string, string>;
  assessments?: WireAssessment[];
}

/** "0.900s" is 0.9; null for anything else. */
export function secondsOf(text: string | undefined): number | null {
  const match = /^(-?\d+(?:\.\d+)?)s$/.exec(text ?? '');
  return match === null ? null : Number(match[1]);
}

function assessmentOf(wire: WireAssessment): Assessment {
  const kind = wire.expectation !== undefined ? 'expectation' : wire.issue !== undefined ? 'issue' : 'feedback';
  const error = wire.feedback?.error;
  return {
    id: wire.assessment_id ?? '',
    name: wire.assessment_name ?? '',
    kind,
    value:
      kind === 'expectation'
        ? (wire.expectation?.value ?? wire.expectation?.serialized_value?.value ?? null)
        : kind === 'issue'
          ? wire.issue
          : (wire.feedback?.value ?? null),
    error: error === undefined ? null : (error.error_message ?? error.error_code ?? 'error'),
    rationale: wire.rationale ?? '',
    sourceType: wire.source?.source_type ?? '',
    sourceId: wire.source?.source_id ?? '',
    spanId: wire.span_id ?? null,
    createdAt: wire.create_time ?? null,
    valid: wire.valid ?? true,
  };
}

export function traceOf(wire: WireTrace): Trace {
  const tags = wire.tags ?? {};
  const metadata = wire.trace_metadata ?? {};
  return {
    traceId: wire.trace_id,
    name: tags['mlflow.traceName'] ?? '',
    experiment: wire.trace_location?.mlflow_experiment?.experiment_id ?? '',
    state: wire.state ?? 'STATE_UNSPECIFIED',
    requestTime: wire.request_time ?? '',
    duration: secondsOf(wire.execution_duration),
    request: wire.request_preview ?? metadata['mlflow.traceInputs'] ?? '',
    response: wire.response_preview ?? metadata['mlflow.traceOutputs'] ?? '',
    clientRequestId: wire.client_request_id ?? '',
    run: metadata['mlflow.sourceRun'] ?? null,
    metadata,
    tags,
    assessments: (wire.assessments ?? []).map(assessmentOf),
  };
}

export interface TraceSearch {
  experiments: readonly string[];
  filter: string;
  orderBy: string;
}

/** Traces of experiments by pages of 100. */
export function tracesQuery({ experiments, filter, orderBy }: TraceSearch) {
  return infiniteQueryOptions({
    queryKey: ['traces', { experiments, filter, orderBy }],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const body = {
        locations: experiments.map((id) => ({
          type: 'MLFLOW_EXPERIMENT',
          mlflow_experiment: { experiment_id: id },
        })),
        max_results: 100,
        ...(filter === '' ? {} : { filter }),
        ...(orderBy === '' ? {} : { order_by: [orderBy] }),
        ...(pageParam === '' ? {} : { page_token: pageParam }),
      };
      const page = await mlflow<{ traces?: WireTrace[]; next_page_token?: string }>('POST', 'traces/search', body, {
        version: '3.0',
        signal,
      });
      return { traces: (page.traces ?? []).map(traceOf), next: page.next_page_token ?? '' };
    },
    getNextPageParam: (page) => (page.next === '' ? undefined : page.next),
  });
}

/** Spans of traces that older clients logged lie in a file among the trace's artifacts. */
async function spansInFile(trace: string, signal: AbortSignal): Promise<Span[]> {
  try {
    const path = `/ajax-api/3.0/mlflow/get-trace-artifact${queryOf({ request_id: trace })}`;
    const response = await request('GET', path, { signal });
    return readSpans(await response.json());
  } catch (error) {
    // A trace without spans is one that has not sent them yet: shown as such, not as a failure.
    if (error instanceof ApiError && error.status === 404) return [];
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

export function traceQuery(trace: string) {
  return queryOptions({
    queryKey: ['trace', trace],
    queryFn: async ({ signal }) => {
      const answer = await mlflow<{ trace: { trace_info: WireTrace; spans?: unknown[] } }>(
        'GET',
        'traces/get',
        {
          trace_id: trace,
          allow_partial: true,
        },
        { version: '3.0', signal },
      );
      const spans = readSpans({ spans: answer.trace.spans ?? [] });
      return {
        trace: traceOf(answer.trace.trace_info),
        spans: spans.length > 0 ? spans : await spansInFile(trace, signal),
      };
    },
  });
}

/** How many were deleted. */
export async function deleteTraces(experiment: string, traces: readonly string[]): Promise<number> {
  const answer = await mlflow<{ traces_deleted?: number }>(
    'POST',
    'traces/delete-traces',
    {
      experiment_id: experiment,
      request_ids: traces,
    },
    { version: '3.0' },
  );
  return answer.traces_deleted ?? 0;
}

export function setTraceTag(trace: string, key: string, value: string): Promise<unknown> {
  return mlflow('PATCH', `traces/${encodeURIComponent(trace)}/tags`, { key, value }, { version: '3.0' });
}

export function deleteTraceTag(trace: string, key: string): Promise<unknown> {
  return mlflow('DELETE', `traces/${encodeURIComponent(trace)}/tags`, { key }, { version: '3.0' });
}

/** What a person thinks of a trace. */
export function addFeedback(
  trace: string,
  name: string,
  value: unknown,
  rationale: string,
  by: string,
): Promise<unknown> {
  const assessment = {
    assessment_name: name,
    source: { source_type: 'HUMAN', source_id: by },
    feedback: { value },
    ...(rationale === '' ? {} : { rationale }),
  };
  return mlflow('POST', `traces/${encodeURIComponent(trace)}/assessments`, { assessment }, { version: '3.0' });
}
