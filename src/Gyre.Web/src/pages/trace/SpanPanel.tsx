import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SpanEvent } from '@/formats/mlflow/spans';
import type { Assessment } from '@/formats/mlflow/traces';
import { Facts, Icon, Id, Own, Section, State, Time } from '@/kit';
import { AssessmentList } from './AssessmentList';
import { Pairs } from './Pairs';
import { formatMillis } from './scale';
import classes from './Trace.module.css';
import { hexId, selfTime, type SpanNode } from './tree';
import { Value } from './Value';

interface Props {
  node: SpanNode;
  /** When the trace began. */
  origin: number;
  assessments: readonly Assessment[];
  onZoom: () => void;
}

/** Everything that is known of one span. */
export function SpanPanel({ node, origin, assessments, onZoom }: Props) {
  const { span } = node;
  const self = selfTime(node);
  return (
    <section className={classes.panel} aria-label="Selected span">
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle}>
          <Own text={span.name} />
        </h2>
        <Button size="compact-xs" leftSection={<Icon name="search" size={12} />} onClick={onZoom}>
          Zoom to it
        </Button>
      </div>
      {span.message !== '' && (
        <p className={classes.error} dir="auto">
          <Icon name="warn" size={14} /> {span.message.slice(0, 4000)}
        </p>
      )}
      <Facts
        items={[
          ['State', <State key="state" value={stateOf(node)} />],
          span.type === '' ? null : ['Type', <Own key="type" text={span.type} />],
          ['Duration', span.end === null ? 'in progress' : formatMillis(span.end - span.start)],
          self === null || node.children.length === 0 ? null : ['Of that, itself', formatMillis(self)],
          [
            'Begins',
            <span key="begins">
              {formatMillis(span.start - origin)} into the trace, <Time at={span.start} />
            </span>,
          ],
          node.below === 0 ? null : ['Spans below', node.below.toLocaleString('en-US')],
          ['Span id', <Id key="id" value={hexId(span.id)} />],
        ]}
      />
      {span.inputs !== null && (
        <Section title="Inputs">
          <Value value={span.inputs} />
        </Section>
      )}
      {span.outputs !== null && (
        <Section title="Outputs">
          <Value value={span.outputs} />
        </Section>
      )}
      {span.events.length > 0 && (
        <Section title="Events">
          <Events events={span.events} origin={span.start} />
        </Section>
      )}
      {assessments.length > 0 && (
        <Section title="Assessments of this span">
          <AssessmentList assessments={assessments} />
        </Section>
      )}
      <Section title="Attributes">
        {span.attributes.length === 0 ? (
          <p className={classes.dim}>It has no further attributes.</p>
        ) : (
          <Attributes attributes={span.attributes} />
        )}
      </Section>
    </section>
  );
}

function stateOf({ span }: SpanNode): string {
  if (span.state !== 'unset') return span.state;
  return span.end === null ? 'in-progress' : 'ended';
}

const fewAttributes = 50;

function Attributes({ attributes }: { attributes: readonly (readonly [string, unknown])[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? attributes : attributes.slice(0, fewAttributes);
  return (
    <>
      <Pairs pairs={shown} />
      {shown.length < attributes.length && (
        <Button onClick={() => setAll(true)}>Show all {attributes.length.toLocaleString('en-US')}</Button>
      )}
    </>
  );
}

const mostEvents = 200;

function Events({ events, origin }: { events: readonly SpanEvent[]; origin: number }) {
  return (
    <>
      <ol className={classes.events}>
        {events.slice(0, mostEvents).map((event, index) => (
          <li key={index}>
            <div className={classes.eventHead}>
              <strong>
                <Own text={event.name} max={60} />
              </strong>
              {event.at !== null && (
                <span className={classes.dim}>
                  {formatMillis(event.at - origin)} into the span, <Time at={event.at} />
                </span>
              )}
            </div>
            {event.attributes.length > 0 && <Attributes attributes={event.attributes} />}
          </li>
        ))}
      </ol>
      {events.length > mostEvents && (
        <p className={classes.dim}>{(events.length - mostEvents).toLocaleString('en-US')} more events are not shown.</p>
      )}
    </>
  );
}
