import { type CSSProperties, useState } from 'react';
import type { Cycle, Turn } from '@/api/cycles';
import { paths } from '@/app/nav';
import { Icon, IconButton, type IconName, Num, Own, To } from '@/kit';
import { type Tone, toneOf, wordOf } from '@/kit/states';
import { shortName } from './condition';
import { pointAt, sideOf } from './geometry';
import type { Answer, RingModel, Stop } from './ringModel';
import classes from './Ring.module.css';
import { RingTrack } from './RingTrack';

interface Props {
  model: RingModel;
  cycle: Cycle;
  turn: Turn;
  best: number | null;
  answer: Answer;
  onTurn: (turn: number) => void;
}

const icons: Record<Tone, IconName> = {
  good: 'check',
  bad: 'cross',
  active: 'run',
  waiting: 'person',
  warn: 'warn',
  idle: 'dot',
};

/** Radius of the ring in percent of the square; RingTrack draws the same ring in a square of 100. */
export const radius = 33;

function place(degrees: number): CSSProperties {
  const { x, y } = pointAt(degrees, radius, 50);
  return { left: `${x}%`, top: `${y}%` };
}

/** A turn as a circle: its nodes clockwise from the top, where the cycle decides whether to go round again. */
export function Ring({ model, cycle, turn, best, answer, onTurn }: Props) {
  const [hot, setHot] = useState<number | null>(null);
  return (
    <div className={classes.ring}>
      <RingTrack model={model} answer={answer} hot={hot} />
      <ol className={classes.stops} aria-label={`Nodes of turn ${turn.turn} in the order they run`}>
        {model.stops.map((stop, index) => (
          <li
            key={stop.key}
            className={classes.stop}
            style={place(stop.angle)}
            data-side={sideOf(stop.angle)}
            data-tone={toneOf(stop.state)}
            onPointerEnter={() => setHot(index)}
            onPointerLeave={() => setHot(null)}
            onFocus={() => setHot(index)}
            onBlur={() => setHot(null)}
          >
            <StopLink stop={stop} run={turn.run_id} />
          </li>
        ))}
        <li className={classes.stop} style={place(-90)} data-side="top" data-answer={answer}>
          <Decision cycle={cycle} turn={turn} answer={answer} onTurn={onTurn} />
        </li>
      </ol>
      <Middle cycle={cycle} turn={turn} best={best} onTurn={onTurn} />
    </div>
  );
}

function StopLink({ stop, run }: { stop: Stop; run: string }) {
  const [name] = stop.names;
  const one = stop.names.length === 1;
  return (
    <To
      href={one ? paths.run(run, { node: name }) : paths.run(run)}
      className={classes.link}
      title={one ? undefined : stop.names.slice(0, 30).join(', ')}
    >
      <span className={classes.disc}>
        <Icon name={icons[toneOf(stop.state)]} size={16} />
      </span>
      <span className={classes.label}>
        <span className={classes.name}>{one ? <Own text={name} /> : `${stop.names.length} nodes`}</span>
        <span className={classes.state}>
          {wordOf(stop.state)}
          {stop.inner !== null && ` · ${stop.inner.ended} of ${stop.inner.total}`}
        </span>
      </span>
    </To>
  );
}

const answers: Record<Answer, { icon: IconName; state: string }> = {
  yes: { icon: 'cycle', state: 'yes' },
  no: { icon: 'stop', state: 'no' },
  open: { icon: 'more', state: 'not decided yet' },
};

function Decision({
  cycle,
  turn,
  answer,
  onTurn,
}: {
  cycle: Cycle;
  turn: Turn;
  answer: Answer;
  onTurn: (turn: number) => void;
}) {
  const { icon, state } = answers[answer];
  const content = (
    <>
      <span className={classes.disc} data-decision>
        <Icon name={icon} size={16} />
      </span>
      <span className={classes.label}>
        <span className={classes.name}>again?</span>
        <span className={classes.state}>
          {answer === 'yes'
            ? `yes, turn ${turn.turn + 1}`
            : answer === 'no'
              ? `no, ${(cycle.stop_reason ?? 'stopped').replace('-', ' ')}`
              : state}
        </span>
      </span>
    </>
  );
  if (answer !== 'yes') return <span className={classes.link}>{content}</span>;
  return (
    <button
      type="button"
      className={classes.link}
      title={`Show turn ${turn.turn + 1}`}
      onClick={() => onTurn(turn.turn + 1)}
    >
      {content}
    </button>
  );
}

function Middle({
  cycle,
  turn,
  best,
  onTurn,
}: {
  cycle: Cycle;
  turn: Turn;
  best: number | null;
  onTurn: (turn: number) => void;
}) {
  const last = cycle.turns.at(-1)?.turn ?? turn.turn;
  return (
    <div className={classes.middle}>
      <div className={classes.caption}>Turn</div>
      <div className={classes.pick}>
        <IconButton icon="left" label="Turn before" disabled={turn.turn <= 1} onClick={() => onTurn(turn.turn - 1)} />
        <span className={classes.turn}>{turn.turn}</span>
        <IconButton
          icon="right"
          label="Turn after"
          disabled={turn.turn >= last}
          onClick={() => onTurn(turn.turn + 1)}
        />
      </div>
      <div className={classes.caption}>of at most {cycle.max_iterations.toLocaleString('en-US')}</div>
      {cycle.objective != null && (
        <div className={classes.objective}>
          <Own text={shortName(cycle.objective.metric)} />
          <b>
            <Num value={turn.objective} />
          </b>
          {turn.turn === best && <span className={classes.best}>best</span>}
        </div>
      )}
    </div>
  );
}
