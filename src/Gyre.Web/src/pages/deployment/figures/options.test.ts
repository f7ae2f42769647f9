import { describe, expect, it } from 'vitest';
import { needsMore } from '@/kit/chart/option';
import { figuresOf } from '@/pages/deployments/testing';
import { bandOption, propensityOption, rateOption, sharesOption } from './options';
import { ratePoints, rewardPoints } from './series';

type Made = { series: { data: unknown[]; stack?: string }[]; tooltip: { formatter: (items: unknown) => string } };

const figures = figuresOf();

describe('options of charts', () => {
  it('draw a band upon its foot, and the line above it', () => {
    const { series, tooltip } = bandOption(rewardPoints(figures), 'reward', '#000') as unknown as Made;
    const at = Date.parse('2026-11-30T09:30:00Z');
    expect(series.map((one) => one.data[1])).toEqual([
      [at, 0.4],
      [at, expect.closeTo(0.2)],
      [at, 0.5],
    ]);
    expect(tooltip.formatter([{ dataIndex: 1 }])).toMatch(/reward 0.5\n0.4 to 0.6$/);
    expect(tooltip.formatter([])).toBe('');
  });

  it('leave out a band that is none', () => {
    const points = rewardPoints(figures).map((point) => ({ ...point, low: null, high: null }));
    expect((bandOption(points, 'reward', '#000') as unknown as Made).series).toHaveLength(1);
    expect(needsMore(rateOption(ratePoints(figures), '#000'))).toBe(false);
  });

  it('stack the arms, and name the greatest first', () => {
    const { series, tooltip } = sharesOption(figures) as unknown as Made;
    expect(series.map((one) => one.stack)).toEqual(['arms', 'arms']);
    expect(tooltip.formatter({ dataIndex: 0 })).toMatch(/\nred 83.333%\nblue 16.667%$/);
  });

  it('show names from outside without what the chart would read as a style', () => {
    const hostile = figuresOf({ arms: [{ ...figures.arms[0]!, arm: '{a|x}' }] });
    expect(JSON.stringify(sharesOption(hostile))).not.toContain('{a|');
  });

  it('count propensities', () => {
    const { tooltip } = propensityOption(figures.propensities, '#000') as unknown as Made;
    expect(tooltip.formatter({ dataIndex: 9 })).toBe('Propensity 0.9–1\n60 decisions');
  });
});
