import { describe, expect, it } from 'vitest';
import { needsMore } from '@/kit/chart/option';
import { figuresOf } from '@/pages/deployments/testing';
import { bandOption, rateOption, sharesOption } from './options';
import { armShares, ratePoints, rewardPoints } from './series';

type Made = { series: { data: unknown[]; stack?: string }[]; tooltip: { formatter: (items: unknown) => string } };

const figures = figuresOf();
const times = figures.buckets.map((bucket) => Date.parse(bucket.at));

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
    const { series, tooltip } = sharesOption(armShares(figures), times, ['#000']) as unknown as Made;
    expect(series.map((one) => one.stack)).toEqual(['arms', 'arms']);
    expect(tooltip.formatter({ dataIndex: 0 })).toMatch(/\nred 83.3%\nblue 16.7%$/);
  });

  it('show names from outside without what the chart would read as a style', () => {
    const hostile = figuresOf({ arms: [{ ...figures.arms[0]!, arm: '{a|x}' }] });
    const option = sharesOption(armShares(hostile), times, ['#000']);
    expect((option as unknown as Made).tooltip.formatter({ dataIndex: 0 })).toContain('(a¦x)');
    expect(JSON.stringify(option)).not.toContain('{a|');
  });

  it('draw with what comes with lines alone', () => {
    expect(needsMore(sharesOption(armShares(figures), times, ['#000']))).toBe(false);
  });
});
