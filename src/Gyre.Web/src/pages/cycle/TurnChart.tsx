import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import type { Cycle } from '@/api/cycles';
import { formatNumber, Num, Own } from '@/kit';
import { type Box, type ChartModel, type ChartPoint, chartOf, slotsOf, turnAt, turnByKey } from './chart';
import { shortName } from './condition';
import cycleClasses from './cycle.module.css';
import classes from './TurnChart.module.css';
import { targetOf } from './turns';

interface Props {
  cycle: Cycle;
  selected: number | null;
  best: number | null;
  compared: string;
  onTurn: (turn: number) => void;
}

const height = 208;
const margins = { left: 56, right: 12, top: 12, bottom: 24 };

/** How the objective moved from turn to turn, with the best so far as steps. Without an objective there is nothing to draw. */
export function TurnChart(props: Props) {
  const { cycle } = props;
  const target = targetOf(cycle);
  const { objective } = cycle;
  return (
    <section className={cycleClasses.card} aria-label="Turns as a chart">
      <div className={cycleClasses.head}>
        <h2 className={cycleClasses.title}>
          {objective == null ? 'Turns' : <Own text={shortName(objective.metric)} max={48} />}
          {objective != null && (
            <span className={classes.direction}>
              {objective.direction === 'maximize' ? '↑ higher is better' : '↓ lower is better'}
            </span>
          )}
        </h2>
        {objective != null && (
          <div className={classes.legend} aria-hidden="true">
            <span data-mark="best">best so far</span>
            <span data-mark="value">turn</span>
            {target !== null && <span data-mark="target">target</span>}
          </div>
        )}
      </div>
      {objective == null ? (
        <p className={classes.none}>
          The cycle declares no objective, so there is no curve and no best turn. Add <code>objective</code> to the
          cycle in gyre.yaml to see one.
        </p>
      ) : (
        <Plot {...props} target={target?.value ?? null} source={target?.source ?? null} />
      )}
    </section>
  );
}

interface PlotProps extends Props {
  target: number | null;
  source: string | null;
}

function Plot({ cycle, selected, best, compared, onTurn, target, source }: PlotProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [hover, setHover] = useState<ChartPoint | null>(null);
  const { turns } = cycle;
  const box: Box = useMemo(() => ({ width: Math.max(width, 240), height, ...margins }), [width]);
  const slots = slotsOf(turns.length, cycle.max_iterations, cycle.state === 'running');
  const model = useMemo(() => chartOf(turns, slots, target, box), [turns, slots, target, box]);
  const at = (event: PointerEvent<HTMLDivElement>) =>
    turnAt(event.clientX - event.currentTarget.getBoundingClientRect().left, model.points, model.half);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = turnByKey(event.key, selected ?? 1, turns.length);
    if (to === null || turns.length === 0) return;
    event.preventDefault();
    onTurn(to);
  };
  const current = turns.find((turn) => turn.turn === selected);
  return (
    <div
      ref={ref}
      className={classes.plot}
      role="slider"
      tabIndex={0}
      aria-label="Turn shown"
      aria-valuemin={1}
      aria-valuemax={Math.max(1, turns.length)}
      aria-valuenow={selected ?? 1}
      aria-valuetext={
        current === undefined
          ? 'No turn yet'
          : `Turn ${current.turn}, ${formatNumber(current.objective)}, best so far ${formatNumber(current.best_so_far)}`
      }
      onKeyDown={onKeyDown}
      onPointerMove={(event) => setHover(at(event))}
      onPointerLeave={() => setHover(null)}
      onPointerDown={(event) => {
        const point = at(event);
        if (point !== null && event.button === 0) onTurn(point.turn);
      }}
    >
      <Drawing
        model={model}
        box={box}
        selected={selected}
        best={best}
        compared={compared}
        hover={hover?.turn ?? null}
      />
      {target !== null && model.target !== null && (
        <span
          className={classes.target}
          style={{ top: model.target, left: margins.left }}
          title={`Target from ${source ?? ''}`}
        >
          target {formatNumber(target)}
        </span>
      )}
      {hover !== null && <Tip cycle={cycle} point={hover} width={box.width} />}
    </div>
  );
}

interface DrawingProps {
  model: ChartModel;
  box: Box;
  selected: number | null;
  best: number | null;
  compared: string;
  hover: number | null;
}

function Drawing({ model, box, selected, best, compared, hover }: DrawingProps) {
  const bottom = box.height - box.bottom;
  const right = box.width - box.right;
  const pair = compared.split(',');
  const dense = model.half < 5;
  return (
    <svg
      className={classes.drawing}
      width={box.width}
      height={box.height}
      viewBox={`0 0 ${box.width} ${box.height}`}
      aria-hidden="true"
    >
      {model.future !== null && (
        <rect
          className={classes.future}
          x={model.future}
          y={box.top}
          width={Math.max(0, right - model.future)}
          height={bottom - box.top}
        />
      )}
      {model.points.map(
        ({ turn, x }) =>
          (turn === selected || turn === hover) && (
            <rect
              key={turn}
              className={classes.column}
              data-selected={turn === selected ? '' : undefined}
              x={x - Math.max(model.half, 3)}
              y={box.top}
              width={Math.max(2 * model.half, 6)}
              height={bottom - box.top}
            />
          ),
      )}
      {model.yTicks.map(({ value, at }) => (
        <g key={value}>
          <line className={classes.grid} x1={box.left} x2={right} y1={at} y2={at} />
          <text className={classes.tick} x={box.left - 8} y={at} dy="0.35em" textAnchor="end">
            {formatNumber(value)}
          </text>
        </g>
      ))}
      <line className={classes.axis} x1={box.left} x2={right} y1={bottom} y2={bottom} />
      {model.xTicks.map(({ value, at }) => (
        <text key={value} className={classes.tick} x={at} y={bottom + 16} textAnchor="middle">
          {value}
        </text>
      ))}
      {model.target !== null && (
        <line className={classes.targetLine} x1={box.left} x2={right} y1={model.target} y2={model.target} />
      )}
      <path className={classes.line} d={model.line} />
      <path className={classes.steps} d={model.steps} />
      {model.points.map(({ turn, x, y }) => {
        const marked = turn === selected || turn === best || pair.includes(String(turn)) || turn === hover;
        if (y === null)
          return <path key={turn} className={classes.missing} d={`M${x - 3} ${bottom - 9}l6 6m0 -6l-6 6`} />;
        return dense && !marked ? null : (
          <circle
            key={turn}
            className={classes.dot}
            data-best={turn === best ? '' : undefined}
            data-selected={turn === selected ? '' : undefined}
            data-compared={pair.includes(String(turn)) ? '' : undefined}
            cx={x}
            cy={y}
            r={turn === best || turn === selected ? 5 : 3.5}
          />
        );
      })}
    </svg>
  );
}

function Tip({ cycle, point, width }: { cycle: Cycle; point: ChartPoint; width: number }) {
  const turn = cycle.turns.find((one) => one.turn === point.turn);
  if (turn === undefined) return null;
  const right = point.x > width / 2;
  return (
    <div
      className={classes.tip}
      style={right ? { right: width - point.x + 12 } : { left: point.x + 12 }}
      role="presentation"
    >
      <b>Turn {turn.turn}</b> {turn.state}
      <div>
        value <Num value={turn.objective} />
      </div>
      <div>
        best so far <Num value={turn.best_so_far} />
      </div>
    </div>
  );
}
