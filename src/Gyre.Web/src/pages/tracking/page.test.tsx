// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showPage, sizeElements } from '@/testing/page';
import TrackingPage from './index';

beforeEach(() => sizeElements());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const experiments = ['demo/digits', 'churn'].map((name, index) => ({
  experiment_id: String(index),
  name,
  artifact_location: '',
  lifecycle_stage: 'active',
  last_update_time: 1,
  tags: [{ key: 'team', value: 'ads' }],
}));
const answers = {
  'POST /ajax-api/2.0/mlflow/experiments/search': { experiments },
  'POST /api/v1/tracking/runs/search': { runs: [], next_page_token: null, count: 12 },
  'POST /ajax-api/2.0/mlflow/experiments/create': { experiment_id: '9' },
};
const show = (search = '') => showPage(TrackingPage, '/tracking', `/tracking${search}`, answers);

describe('experiments', () => {
  it('are counted, with their runs and tags', async () => {
    await show();
    expect(await screen.findByText('2 experiments')).toBeDefined();
    expect(await screen.findAllByText('12')).toHaveLength(2);
    expect(screen.getAllByText('team: ads')).toHaveLength(2);
  });

  it('are found by what the address says', async () => {
    await show('?text=churn');
    expect(await screen.findByText('1 experiment')).toBeDefined();
    expect(screen.queryByText('demo/digits')).toBeNull();
  });

  it('are made', async () => {
    const { sent, history } = await show();
    await act(async () => fireEvent.click(await screen.findByRole('button', { name: 'New experiment' })));
    fireEvent.change(await screen.findByLabelText('Name'), { target: { value: ' mine ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Create' }));
    await waitFor(() => expect(history.location.pathname).toBe('/tracking/experiments/9'));
    expect(sent.find((one) => one.path.endsWith('create'))?.body).toEqual({ name: 'mine' });
  });
});
