import { NumberInput, Select, Slider } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ExperimentState } from '../state';
import classes from './Charts.module.css';
import { xKinds } from './curves';
import { readSmoothing, type Smoothing, writeSmoothing } from './smooth';

interface Props {
  state: Pick<ExperimentState, 'x' | 'smooth'>;
  setState: (patch: { x?: string; smooth?: string }) => void;
  children?: ReactNode;
}

/** Settings of all line charts. */
export function Controls({ state, setState, children }: Props) {
  const smoothing = readSmoothing(state.smooth);
  const smooth = (next: Smoothing) => setState({ smooth: writeSmoothing(next) });
  return (
    <div className={classes.controls}>
      <div className={classes.control}>
        <Select
          size="xs"
          w={160}
          aria-label="Horizontal axis of line charts"
          allowDeselect={false}
          data={[...xKinds]}
          value={state.x}
          onChange={(x) => setState({ x: x ?? 'step' })}
        />
      </div>
      <div className={classes.control}>
        <Select
          size="xs"
          w={168}
          aria-label="Smoothing"
          allowDeselect={false}
          data={[
            { value: 'none', label: 'Not smoothed' },
            { value: 'ema', label: 'Exponential average' },
            { value: 'average', label: 'Running average' },
          ]}
          value={smoothing.kind}
          onChange={(kind) =>
            smooth(
              kind === 'ema' ? { kind, weight: 0.6 } : kind === 'average' ? { kind, window: 10 } : { kind: 'none' },
            )
          }
        />
        {smoothing.kind === 'ema' && (
          <Slider
            w={120}
            size="sm"
            thumbLabel="Weight of the past"
            label={(value) => value.toFixed(2)}
            min={0.01}
            max={0.99}
            step={0.01}
            defaultValue={smoothing.weight}
            onChangeEnd={(weight) =>
              smooth({ kind: 'ema', weight: Math.min(0.99, Math.max(0.01, Math.round(weight * 100) / 100)) })
            }
          />
        )}
        {smoothing.kind === 'average' && (
          <NumberInput
            size="xs"
            w={80}
            aria-label="Points averaged"
            min={2}
            max={10_000}
            allowDecimal={false}
            value={smoothing.window}
            onChange={(window) =>
              typeof window === 'number' && window >= 2 ? smooth({ kind: 'average', window }) : undefined
            }
          />
        )}
      </div>
      <div className={classes.grow} />
      {children}
    </div>
  );
}
