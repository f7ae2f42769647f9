import { describe, expect, it } from 'vitest';
import { mlflowLink } from './links';

describe('mlflowLink', () => {
  it.each([
    ['#/', '/tracking'],
    ['#/experiments', '/tracking'],
    ['#/experiments/1', '/tracking/experiments/1'],
    ['#/experiments/1/runs', '/tracking/experiments/1'],
    ['#/experiments/1/runs?viewStateShareKey=1', '/tracking/experiments/1'],
    [
      '#/experiments/1/runs?searchFilter=metrics.a%20%3E%201&orderByKey=x',
      '/tracking/experiments/1?filter=metrics.a+%3E+1',
    ],
    ['#/experiments/1/s?startTime=ALL', '/tracking/experiments/1'],
    ['#/experiments/1/runs/abc', '/tracking/runs/abc'],
    ['#/experiments/1/runs/abc/', '/tracking/runs/abc'],
    ['#/experiments/1/runs/abc/artifacts', '/tracking/runs/abc?tab=artifacts'],
    ['#/experiments/1/runs/abc/artifacts/model/MLmodel', '/tracking/runs/abc?tab=artifacts&path=model%2FMLmodel'],
    ['#/experiments/1/runs/abc/artifactPath/a%20b.txt', '/tracking/runs/abc?tab=artifacts&path=a+b.txt'],
    ['#/experiments/1/runs/abc/model-metrics', '/tracking/runs/abc?tab=curves'],
    ['#/experiments/1/runs/abc/system-metrics', '/tracking/runs/abc?tab=system'],
    ['#/experiments/1/models/m-1/details', '/lineage/logged-model/m-1'],
    ['#/experiments/7/traces', '/traces?experiment=7'],
    ['#/experiments/7/traces?selectedEvaluationId=tr-1', '/traces/tr-1'],
    ['#/experiments/7/traces/tr-2', '/traces/tr-2'],
    ['#/workspaces/default/experiments/1', '/tracking/experiments/1'],
    ['#/models', '/models'],
    ['#/models/churn', '/models/churn'],
    ['#/models/churn/versions/3', '/models/churn/3'],
    ['#/models/a%2Fb%20c/versions/3', '/models/a%2Fb%20c/3'],
    ['#/models/churn/versions', '/models/churn'],
    ['#/prompts/greet', '/models/greet'],
    ['#/compare-runs?runs=["a","b"]&experiments=["1"]', '/tracking/compare?runs=a%2Cb'],
    ['#/compare-runs?runs=%5B%22a%22%2C%22b%22%5D', '/tracking/compare?runs=a%2Cb'],
    ['#/compare-runs?runs=["a"]', '/tracking/runs/a'],
    ['#/compare-runs', '/tracking'],
    ['#/compare-experiments/s?experiments=["1","2"]', '/tracking'],
    ['#/compare-experiments/s?experiments=["1"]', '/tracking/experiments/1'],
    ['#/metric/loss?runs=["a"]&experiments=["1"]', '/tracking/runs/a?tab=curves&metric=loss'],
    ['#/metric?runs=["a"]&metric="val/loss"', '/tracking/runs/a?tab=curves&metric=val%2Floss'],
    ['#/metric/loss?runs=["a","b"]', '/tracking/compare?runs=a%2Cb&tab=charts'],
    ['#/metric/loss', '/tracking'],
    ['#/runs/abc', '/tracking/runs/abc'],
    ['#/compare-model-versions?name="churn"&runs={"r1":"1","r2":"4"}', '/models/churn?tab=compare&left=1&right=4'],
    ['#/compare-model-versions?name="churn"&runs={"r1":"1"}', '/models/churn'],
    ['#/traces', '/traces'],
    ['#/traces/tr-9', '/traces/tr-9'],
    ['#/settings', '/settings'],
    ['#/models/100%', '/models/100%25'],
  ])('leads %s to %s', (hash, path) => {
    expect(mlflowLink(hash)).toBe(path);
  });

  it.each([
    '',
    '#',
    '#top',
    '/experiments/1',
    '#experiments/1',
    '#/nowhere',
    '#/models/../settings',
    '#/models/%2e%2e',
  ])('leaves %s alone', (hash) => {
    expect(mlflowLink(hash)).toBeNull();
  });

  it('keeps hostile text inside its part of the address', () => {
    expect(mlflowLink('#/models/%3Cimg%20src%3Dx%3E%3Fa%3D1%23b')).toBe('/models/%3Cimg%20src%3Dx%3E%3Fa%3D1%23b');
    expect(mlflowLink('#/compare-runs?runs=["//evil","b"]')).toBe('/tracking/compare?runs=%2F%2Fevil%2Cb');
    expect(mlflowLink('#/compare-runs?runs=[broken')).toBe('/tracking/runs/%5Bbroken');
    expect(mlflowLink('#/compare-runs?runs=[[],{},""]')).toBe('/tracking');
    expect(mlflowLink('#/experiments/1?selectedTraceId=..')).toBe('/tracking/experiments/1');
  });
});
