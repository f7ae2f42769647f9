import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { urlOf } from '@/api/client';
import { paths } from '@/app/nav';
import { useMayChange } from '@/app/session';
import { experimentQuery } from '@/formats/mlflow/experiments';
import type { Span } from '@/formats/mlflow/spans';
import { deleteTraces, deleteTraceTag, setTraceTag, type Trace, traceQuery } from '@/formats/mlflow/traces';
import {
  Confirm,
  CopyAs,
  curlOf,
  Duration,
  Empty,
  Facts,
  Icon,
  Id,
  Num,
  Own,
  Page,
  Query,
  Section,
  State,
  Time,
  To,
  useAction,
  useGo,
  useParam,
  useSearchState,
} from '@/kit';
import { mlflowCommands } from '../tracking/commands';
import { Tags } from '../tracking/Tags';
import { AddFeedback } from './AddFeedback';
import { AssessmentList } from './AssessmentList';
import { Pairs } from './Pairs';
import { spanDefaults, Spans } from './Spans';
import classes from './Trace.module.css';
import { hexId } from './tree';
import { Value } from './Value';
import { tokensOf } from './values';

export default function TracePage() {
  const id = useParam('trace');
  const result = useQuery(traceQuery(id));
  const trace = result.data?.trace;
  return (
    <Page
      title={trace?.name || id}
      crumbs={[{ text: 'Traces', href: paths.traces() }]}
      subtitle={trace !== undefined && <Subtitle trace={trace} />}
      actions={<Actions id={id} trace={trace} busy={result.isRefetching} onRefresh={() => void result.refetch()} />}
    >
      <Query result={result} rows={10}>
        {(data) => <Body key={id} trace={data.trace} spans={data.spans} />}
      </Query>
    </Page>
  );
}

function Subtitle({ trace }: { trace: Trace }) {
  return (
    <span className={classes.subtitle}>
      <State value={trace.state} />
      <Duration seconds={trace.duration} />
      <Time at={trace.requestTime} relative />
    </span>
  );
}

interface ActionsProps {
  id: string;
  trace: Trace | undefined;
  busy: boolean;
  onRefresh: () => void;
}

/** Traces write no events, so the page is refreshed by hand. */
function Actions({ id, trace, busy, onRefresh }: ActionsProps) {
  const may = useMayChange();
  const go = useGo();
  const remove = useAction({
    run: () => deleteTraces(trace?.experiment ?? '', [id]),
    done: 'Trace deleted',
    invalidates: [['traces']],
    onDone: () => go(paths.traces()),
  });
  const { cli } = mlflowCommands(['traces', 'get', '--trace-id', id], '', {});
  return (
    <>
      <Button leftSection={<Icon name="refresh" size={14} />} loading={busy} onClick={onRefresh}>
        Refresh
      </Button>
      {may && trace !== undefined && (
        <Confirm
          title="Delete this trace"
          text="Its spans, tags and assessments are deleted with it. This cannot be undone."
          danger
          yes="Delete"
          onYes={() => remove.actAsync()}
          trigger={(open) => (
            <Button loading={remove.busy} onClick={open}>
              Delete
            </Button>
          )}
        />
      )}
      <CopyAs
        cli={cli}
        curl={curlOf('GET', `/api/3.0/mlflow/traces/get?trace_id=${encodeURIComponent(id)}&allow_partial=true`)}
      />
    </>
  );
}

function Body({ trace, spans }: { trace: Trace; spans: readonly Span[] }) {
  const [, setState] = useSearchState(spanDefaults);
  const showSpan = (hex: string) => setState({ span: spans.find((span) => hexId(span.id) === hex)?.id ?? hex });
  return (
    <>
      {spans.length === 0 ? <NoSpans trace={trace} /> : <Spans spans={spans} assessments={trace.assessments} />}
      <div className={classes.columns}>
        <Section title="About">
          <About trace={trace} />
        </Section>
        <Section title="Assessments" actions={<AddFeedback trace={trace.traceId} />}>
          {trace.assessments.length === 0 ? (
            <p className={classes.dim}>Nobody has assessed this trace yet.</p>
          ) : (
            <AssessmentList assessments={trace.assessments} onSpan={showSpan} />
          )}
        </Section>
        <TraceTags trace={trace} />
      </div>
    </>
  );
}

function NoSpans({ trace }: { trace: Trace }) {
  return (
    <>
      <Empty
        title="The spans of this trace are not here"
        hint="The program has not sent them yet, or it sends only the summary. Refresh when it has ended."
      />
      {trace.request !== '' && (
        <Section title="Request">
          <Value value={trace.request} />
        </Section>
      )}
      {trace.response !== '' && (
        <Section title="Response">
          <Value value={trace.response} />
        </Section>
      )}
    </>
  );
}

function About({ trace }: { trace: Trace }) {
  const experiment = useQuery(experimentQuery(trace.experiment));
  const tokens = tokensOf(trace.metadata);
  return (
    <>
      <Facts
        items={[
          ['Trace id', <Id key="id" value={trace.traceId} />],
          [
            'Experiment',
            <To key="experiment" href={paths.experiment(trace.experiment)}>
              <Own text={experiment.data?.name ?? trace.experiment} />
            </To>,
          ],
          trace.run === null
            ? null
            : [
                'Tracking run',
                <To key="run" href={paths.trackingRun(trace.run)}>
                  <Own text={trace.run} />
                </To>,
              ],
          trace.clientRequestId === '' ? null : ['Request id', <Own key="request" text={trace.clientRequestId} />],
          ['Started', <Time key="started" at={trace.requestTime} />],
          tokens === null
            ? null
            : [
                'Tokens',
                <span key="tokens">
                  <Num value={tokens.total} />, of which <Num value={tokens.input} /> read and{' '}
                  <Num value={tokens.output} /> written
                </span>,
              ],
        ]}
      />
      <Metadata metadata={trace.metadata} />
      <a
        className={classes.download}
        href={urlOf('/ajax-api/3.0/mlflow/get-trace-artifact', { request_id: trace.traceId })}
        download
      >
        <Icon name="download" size={14} /> Download the spans as JSON
      </a>
    </>
  );
}

const mostMetadata = 200;

function Metadata({ metadata }: { metadata: Record<string, string> }) {
  const entries = Object.entries(metadata);
  if (entries.length === 0) return null;
  return (
    <details className={classes.metadata}>
      <summary>Metadata ({entries.length})</summary>
      <Pairs pairs={entries.slice(0, mostMetadata)} />
    </details>
  );
}

function TraceTags({ trace }: { trace: Trace }) {
  const client = useQueryClient();
  const id = trace.traceId;
  const pairs = (tags: Record<string, string>) => Object.entries(tags).map(([key, value]) => ({ key, value }));
  return (
    <Tags
      tags={pairs(trace.tags)}
      store={{
        read: async () => pairs((await client.fetchQuery({ ...traceQuery(id), staleTime: 0 })).trace.tags),
        set: (key, value) => setTraceTag(id, key, value),
        remove: (key) => deleteTraceTag(id, key),
      }}
      invalidates={[['trace', id], ['traces']]}
    />
  );
}
