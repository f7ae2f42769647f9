import { Button } from '@mantine/core';
import { useState } from 'react';
import { paths } from '@/app/nav';
import { Own, To } from '@/kit';
import { pageOf, titleOf } from './kinds';
import classes from './Told.module.css';
import type { Sentence } from './words';

const few = 6;

/** The lineage in sentences. */
export function Told({
  title,
  sentences,
  rootKey,
  none,
}: {
  title: string;
  sentences: readonly Sentence[];
  rootKey: string;
  none: string;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? sentences : sentences.slice(0, few);
  return (
    <section className={classes.told}>
      <h2 className={classes.title}>{title}</h2>
      {sentences.length === 0 ? (
        <p className={classes.none}>{none}</p>
      ) : (
        <ul className={classes.list}>
          {shown.map((sentence, index) => (
            <li key={index}>
              {sentence.subject.key === rootKey ? (
                'It'
              ) : (
                <Thing kind={sentence.subject.kind} id={sentence.subject.id} name={sentence.subject.name} />
              )}{' '}
              {sentence.verb} {sentence.noun}
              {sentence.objects.length > 1 ? ': ' : ' '}
              {sentence.objects.map((object, place) => (
                <span key={object.key}>
                  {place > 0 && ', '}
                  <Thing kind={object.kind} id={object.id} name={object.name} />
                </span>
              ))}
              {sentence.more > 0 && ` and ${sentence.more.toLocaleString('en-US')} more`}.
            </li>
          ))}
        </ul>
      )}
      {sentences.length > few && (
        <Button variant="subtle" onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? 'Show less' : `Show all ${sentences.length.toLocaleString('en-US')} sentences`}
        </Button>
      )}
    </section>
  );
}

function Thing({ kind, id, name }: { kind: string; id: string; name: string }) {
  const title = titleOf(kind, id, name);
  return (
    <To href={pageOf(kind, id) ?? paths.lineage(kind, id)} className={classes.thing}>
      {/* A run of a pipeline has no name here, and its whole id would fill the line. */}
      <Own text={title} max={kind === 'pipeline-run' ? 40 : 32} />
    </To>
  );
}
