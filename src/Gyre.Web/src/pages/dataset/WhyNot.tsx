import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type DatasetExplanation, explain, type Place } from '@/api/datasets';
import { Icon, Own, Section, wordsOf } from '@/kit';
import classes from './dataset.module.css';

interface Props {
  place: Place;
  query: string;
  /** The example that was asked about last; stands in the address. */
  id: string;
  onId: (id: string) => void;
}

/** Says for one example why a query does not find it. */
export function WhyNot({ place, query, id, onId }: Props) {
  const [typed, setTyped] = useState(id);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<DatasetExplanation | { problem: string } | null>(null);
  const ask = async () => {
    const wanted = typed.trim();
    if (wanted === '') return;
    setBusy(true);
    onId(wanted);
    try {
      setAnswer(await explain(place, query, wanted));
    } catch (error) {
      const { title, detail, remedy } = wordsOf(error);
      setAnswer({ problem: [detail ?? title, remedy].filter((one) => one !== null).join(' ') });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title="Why not?">
      <form
        className={classes.tagForm}
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <TextInput
          size="xs"
          className={classes.why ?? ''}
          aria-label="Identifier of an example"
          placeholder="Identifier of an example"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          spellCheck={false}
        />
        <Button type="submit" loading={busy}>
          Say why it is not found
        </Button>
      </form>
      {answer !== null && <Said answer={answer} />}
    </Section>
  );
}

function Said({ answer }: { answer: DatasetExplanation | { problem: string } }) {
  if ('problem' in answer)
    return (
      <p className={classes.bad} role="alert">
        <Icon name="warn" size={14} /> <Own text={answer.problem} />
      </p>
    );
  return (
    <p role="status" className={classes.said}>
      <Icon name={answer.matches ? 'check' : 'cross'} size={14} />{' '}
      {answer.matches ? 'It matches.' : <Own text={answer.reason ?? 'It does not match.'} />}
    </p>
  );
}
