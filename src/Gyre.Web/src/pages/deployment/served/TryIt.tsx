import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/api/client';
import { predict, type Prediction, type PredictRequest, type Served, servedQuery } from '@/api/deployments';
import { useMayChange } from '@/app/session';
import { CopyAs, Failure, Json, Own, Section } from '@/kit';
import classes from '../deployment.module.css';
import { predictCommands, questionOf, sampleOf } from './question';

/** Asks what is served about rows that are typed. The request counts as any other, so readers cannot send it. */
export function TryIt({ name, served }: { name: string; served: Served }) {
  return useMayChange() ? <Panel name={name} served={served} /> : null;
}

function Panel({ name, served }: { name: string; served: Served }) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? sampleOf(served.inputs) ?? '';
  const { body, problem } = questionOf(text);
  const client = useQueryClient();
  const asking = useMutation({
    mutationFn: (question: PredictRequest) => predict(name, question),
    // Failures are counted, too.
    onSettled: () => client.invalidateQueries({ queryKey: servedQuery(name).queryKey }),
  });
  return (
    <Section title="Try it" actions={body !== null && <CopyAs {...predictCommands(name, body)} />}>
      <form
        className={classes.card}
        onSubmit={(event) => {
          event.preventDefault();
          if (body !== null) asking.mutate(body);
        }}
      >
        <div className={classes.trial}>
          <Textarea
            label="Rows"
            description="A JSON list of rows, or an object with “instances” or “inputs”. The request is counted as any other."
            placeholder="[[1, 2], [3, 4]]"
            classNames={{ input: classes.code }}
            spellCheck={false}
            autosize
            minRows={3}
            maxRows={16}
            error={text.trim() === '' ? null : problem}
            value={text}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" disabled={body === null} loading={asking.isPending}>
              Ask
            </Button>
          </div>
          {asking.isError && <Refused error={asking.error} />}
          {asking.data !== undefined && <Answer prediction={asking.data} />}
        </div>
      </form>
    </Section>
  );
}

/** Why there is no answer, and the place in the request where it lies. */
function Refused({ error }: { error: unknown }) {
  const [place] = error instanceof ApiError ? error.errors : [];
  return (
    <>
      <Failure error={error} />
      {place !== undefined && place.path !== '' && (
        <p className={classes.note}>
          Its place in the request: <Own text={place.path} max={200} />
        </p>
      )}
    </>
  );
}

function Answer({ prediction: { version, predictions, outputs } }: { prediction: Prediction }) {
  return (
    <section aria-label="Answer" aria-live="polite">
      <p className={classes.note}>Version {version} answered:</p>
      <Json value={predictions ?? outputs ?? null} />
    </section>
  );
}
