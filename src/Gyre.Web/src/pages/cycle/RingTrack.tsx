import { arcPath, between, chordPath, headPath } from './geometry';
import { type Answer, type RingModel, type Stretch, stretchOf } from './ringModel';
import classes from './Ring.module.css';

const middle = 50;
const radius = 33;
/** Degrees that a stop's circle covers on each side, with some air. */
const room = 8;

interface Arc {
  from: number;
  to: number;
  look: Stretch | 'cut';
  joined: boolean;
}

/** The arcs from the decision over all stops back to it. */
function arcsOf(model: RingModel, answer: Answer): Arc[] {
  const arcs: Arc[] = [];
  let before = -90;
  model.stops.forEach((stop, index) => {
    arcs.push({ from: before, to: stop.angle, look: stretchOf(stop.state), joined: model.joined[index] ?? true });
    before = stop.angle;
  });
  arcs.push({
    from: before,
    to: 270,
    look: answer === 'open' ? 'open' : answer === 'yes' ? 'done' : 'cut',
    joined: true,
  });
  return arcs;
}

/** What is drawn under the nodes: the way round, and lines across it. Everything it says stands in the list as well. */
export function RingTrack({ model, answer, hot }: { model: RingModel; answer: Answer; hot: number | null }) {
  const tight = Math.min(room, 360 / (model.stops.length + 1) / 2.6);
  return (
    <svg className={classes.track} viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <circle cx={middle} cy={middle} r={radius} className={classes.base} />
      {model.chords.map(({ from, to }) => (
        <path
          key={`${from}-${to}`}
          className={classes.chord}
          data-hot={hot === from || hot === to ? '' : undefined}
          d={chordPath(model.stops[from]?.angle ?? 0, model.stops[to]?.angle ?? 0, radius, middle)}
        />
      ))}
      {arcsOf(model, answer).map((arc) => {
        const { from, to } = between(arc.from, arc.to, tight);
        return (
          <g key={arc.to} className={classes.arc} data-look={arc.look} data-joined={arc.joined}>
            <path d={arcPath(from, to, radius, middle)} />
            <path className={classes.arrow} d={headPath(to, radius, middle, 2.2)} />
          </g>
        );
      })}
    </svg>
  );
}
