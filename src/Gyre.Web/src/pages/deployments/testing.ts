import type {
  Books,
  Deployment,
  DeploymentVersions,
  Evaluation,
  Figures,
  LoggedDecision,
  RouteChange,
  Served,
} from '@/api/deployments';

/** What tests of the pages of deployments have in common. */
export function deploymentOf(more: Partial<Deployment> = {}): Deployment {
  return {
    name: 'shop',
    revision: 5,
    serves: 'policy',
    champion: 4,
    canaries: [{ version: 5, share: 0.1 }],
    shadows: [6],
    model: null,
    alias: 'champion',
    settings: { reward_wait_seconds: 3600, reward_default: 0, exploration_floor: 0.05 },
    created_at: '2026-11-01T00:00:00Z',
    changed_at: '2026-11-30T10:00:00Z',
    ...more,
  };
}

export const policy = `sha256:${'a'.repeat(64)}`;

export function changeOf(more: Partial<RouteChange> = {}): RouteChange {
  return {
    at: '2026-11-29T10:00:00Z',
    by: 'ada',
    kind: 'promoted',
    from_version: 3,
    to_version: 4,
    reason: 'Higher reward in the canary.',
    evidence: [{ metric: 'reward', before: 0.2, value: 0.3 }],
    revision: 4,
    ...more,
  };
}

export function versionsOf(changes: RouteChange[] = [changeOf()]): DeploymentVersions {
  const versions = [6, 5, 4, 3].map((version) => ({
    version,
    kind: version === 3 ? 'uniform' : 'lin-ucb',
    policy,
    created_at: '2026-11-28T00:00:00Z',
    by: 'ada',
    description: null,
    model_version: null,
  }));
  return { versions, changes };
}

export function booksOf(more: Partial<Books> = {}): Books {
  return {
    decisions: 100,
    joined: 60,
    defaulted: 20,
    pending: 20,
    pending_with_reward: 5,
    rewards: 70,
    used: 65,
    aggregated: 1,
    duplicate: 2,
    late: 1,
    orphan: 1,
    late_value: 0,
    corrections: 0,
    balance: true,
    ...more,
  };
}

export function figuresOf(more: Partial<Figures> = {}): Figures {
  return {
    from: '2026-11-30T09:00:00Z',
    to: '2026-11-30T10:00:00Z',
    bucket_seconds: 1800,
    is_cut: false,
    decisions: 100,
    buckets: [
      { at: '2026-11-30T09:00:00Z', decisions: 60, settled: 60, reward: 0.25, low: 0.2, high: 0.3 },
      { at: '2026-11-30T09:30:00Z', decisions: 40, settled: 20, reward: 0.5, low: 0.4, high: 0.6 },
    ],
    arms: [
      { arm: 'red', decisions: 70, shares: [50, 20], reward: 0.4, low: 0.3, high: 0.5 },
      { arm: 'blue', decisions: 30, shares: [10, 20], reward: 0.2, low: 0.1, high: 0.3 },
    ],
    versions: [
      { version: 4, decisions: 90, settled: 75, reward: 0.3, low: 0.25, high: 0.35 },
      { version: 5, decisions: 10, settled: 5, reward: 0.4, low: 0.1, high: 0.7 },
    ],
    propensities: [5, 0, 0, 0, 15, 0, 0, 0, 20, 60],
    drift: [
      { field: 'age', psi: 0.31, verdict: 'drifted' },
      { field: 'hour', psi: 0.01, verdict: 'stable' },
    ],
    ...more,
  };
}

/** A model whose version 5 is a canary and 6 a shadow, as of `deploymentOf`. */
export function servedOf(more: Partial<Served> = {}): Served {
  const counts = { failures: 0, shadowed: 0, differing: 0 };
  return {
    serves: 'model',
    version: 4,
    kind: 'onnx',
    inputs: [{ name: 'petals', type: 'float32', shape: [-1, 4] }],
    outputs: [{ name: 'class', type: 'int64', shape: [-1] }],
    versions: [
      { ...counts, version: 4, requests: 900, rows: 1800, failures: 3, median_seconds: 0.00031, slow_seconds: 0.012 },
      { ...counts, version: 5, requests: 100, rows: 200, median_seconds: 0.00042, slow_seconds: 1.5 },
      {
        ...counts,
        version: 6,
        requests: 0,
        rows: 0,
        shadowed: 1000,
        differing: 125,
        median_seconds: 0,
        slow_seconds: 0,
      },
    ],
    ...more,
  };
}

export function decisionOf(number: number, more: Partial<LoggedDecision> = {}): LoggedDecision {
  return {
    number,
    outcome: 'joined',
    source: 'server',
    deadline: '2026-11-30T11:00:00Z',
    reward: 1,
    rewards: [],
    request: { context: [0.5, 12] },
    shadows: [{ version: 6, arm: 'blue', propensity: 0.5 }],
    decision: {
      decision_id: `d-${number}`,
      arm: 'red',
      arm_index: 0,
      at: '2026-11-30T10:00:00Z',
      is_repeated: false,
      propensity: 0.8,
      seed: '18446744073709551615',
      share: 0.9,
      version: 4,
    },
    ...more,
  };
}

export function evaluationOf(more: Partial<Evaluation> = {}): Evaluation {
  return {
    rows: 10_000,
    is_cut: true,
    logged: { value: 0.3, low: 0.28, high: 0.32 },
    candidates: [
      {
        version: 5,
        kind: 'lin-ucb',
        estimates: [
          { method: 'direct', value: 0.33, low: 0.3, high: 0.36 },
          { method: 'doubly-robust', value: 0.4, low: 0.35, high: 0.45 },
        ],
        effective_sample_size: 4000,
        largest_weight: 12,
        supported_share: 1,
        warnings: [],
      },
      {
        version: 6,
        kind: 'uniform',
        estimates: [{ method: 'ips', value: 0.2, low: 0.1, high: 0.6 }],
        effective_sample_size: 40,
        largest_weight: 120,
        supported_share: 0.6,
        warnings: ['<b>odd</b>'],
      },
    ],
    ...more,
  };
}
