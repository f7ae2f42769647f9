import { SegmentedControl, useComputedColorScheme } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { EChartsCoreOption } from 'echarts/core';
import { type ReactNode, useEffect, useMemo } from 'react';
import type { Figures } from '@/api/deployments';
import { Chart, Empty, fetchCharts, Own, Query, Section, seriesColors, useSearchState } from '@/kit';
import { type Piece, plain } from '@/pages/cycle/pieces';
import { Said } from '@/pages/cycle/Said';
import { SimpleTable } from '@/pages/experiment/charts/SimpleTable';
import { windows, windowOf } from '../window';
import classes from './figures.module.css';
import { Histogram } from './Histogram';
import { bandOption, rateOption, sharesOption } from './options';
import {
  type ArmShare,
  armShares,
  type Point,
  propensityLabels,
  ratePoints,
  regretPoints,
  rewardPoints,
} from './series';
import { propensityWords, rateWords, regretWords, rewardWords, shareWords } from './words';

/** What the log of a window says, in curves. The address keeps the window. */
export function Charts({ figures }: { figures: UseQueryResult<Figures> }) {
  const [state, setState] = useSearchState({ window: '' });
  useEffect(() => fetchCharts(), []);
  return (
    <Section
      title="What its decisions brought"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Window"
          data={windows.map(({ key, label }) => ({ value: key === '' ? 'all' : key, label }))}
          value={windowOf(state.window).key || 'all'}
          onChange={(key) => setState({ window: key === 'all' ? '' : key })}
        />
      }
    >
      <Query result={figures} rows={8}>
        {(data) =>
          data.decisions === 0 ? (
            <Empty title="No decision was made in this window" hint="Choose a longer one." />
          ) : (
            <All figures={data} />
          )
        }
      </Query>
    </Section>
  );
}

function All({ figures }: { figures: Figures }) {
  const colors = seriesColors(useComputedColorScheme('light'));
  const made = useMemo(() => {
    const [teal = '', orange = '', violet = ''] = colors;
    const [reward, regret, rate] = [rewardPoints(figures), regretPoints(figures), ratePoints(figures)];
    const arms = armShares(figures);
    return {
      reward: { points: reward, option: bandOption(reward, 'reward', teal) },
      regret: { points: regret, option: bandOption(regret, 'regret', orange) },
      rate: { points: rate, option: rateOption(rate, violet) },
      arms,
      shares: sharesOption(
        arms,
        figures.buckets.map((bucket) => Date.parse(bucket.at)),
        colors,
      ),
    };
  }, [figures, colors]);
  return (
    <>
      {figures.is_cut && (
        <p className={classes.note} role="status">
          Only the newest 100,000 decisions of the window were read.
        </p>
      )}
      <div className={classes.grid}>
        <Panel title="Average reward" words={rewardWords(figures)} option={made.reward.option}>
          {() => <Points label="Average reward" points={made.reward.points} />}
        </Panel>
        <Panel
          title="Regret against the best single arm"
          words={regretWords(figures)}
          option={made.regret.points.length === 0 ? null : made.regret.option}
        >
          {() => <Points label="Regret" points={made.regret.points} />}
        </Panel>
        <Panel title="Decisions a second" words={rateWords(figures)} option={made.rate.option}>
          {() => <Points label="Decisions a second" points={made.rate.points} />}
        </Panel>
        <Panel
          title="Shares of the arms"
          words={shareWords(figures)}
          option={made.shares}
          legend={<Legend arms={made.arms} colors={colors} />}
        >
          {() => <Arms figures={figures} />}
        </Panel>
        <section className={classes.panel} aria-label="Propensities">
          <h3 className={classes.title}>Propensities</h3>
          <p className={classes.note}>
            <Said pieces={propensityWords(figures)} />
          </p>
          <Histogram labels={propensityLabels} counts={figures.propensities} unit="decision" />
        </section>
      </div>
    </>
  );
}

interface PanelProps {
  title: string;
  words: readonly Piece[];
  /** Null where there is nothing to draw. */
  option: EChartsCoreOption | null;
  legend?: ReactNode;
  children: () => ReactNode;
}

function Panel({ title, words, option, legend, children }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.note}>
        <Said pieces={words} />
      </p>
      {option !== null && <Chart option={option} height={220} label={`${title}. ${plain(words)}`} table={children} />}
      {legend}
    </section>
  );
}

function Legend({ arms, colors }: { arms: readonly ArmShare[]; colors: readonly string[] }) {
  return (
    <ul className={classes.legend} aria-label="Arms by colour">
      {arms.map(({ name }, index) => (
        <li key={name}>
          <span className={classes.swatch} style={{ background: colors[index % colors.length] }} />
          <Own text={name} max={24} />
        </li>
      ))}
    </ul>
  );
}

function Points({ label, points }: { label: string; points: readonly Point[] }) {
  const rows = points.map(({ at, value, low, high }) => [new Date(at).toISOString(), value, low, high]);
  return <SimpleTable label={label} head={['From', 'Value', 'Low', 'High']} rows={rows} />;
}

function Arms({ figures: { arms, decisions } }: { figures: Figures }) {
  return (
    <SimpleTable
      label="Arms"
      head={['Arm', 'Decisions', 'Share', 'If always chosen', 'Low', 'High']}
      rows={arms.map(({ arm, decisions: own, reward, low, high }) => [
        arm ?? 'all other arms',
        own,
        decisions === 0 ? null : own / decisions,
        reward,
        low,
        high,
      ])}
    />
  );
}
