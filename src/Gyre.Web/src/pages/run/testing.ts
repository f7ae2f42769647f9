import type { NodeRun } from '@/api/nodes';

/** A node run for tests; what a test does not speak of is ordinary. */
export function nodeOf(name: string, more: Partial<NodeRun> = {}): NodeRun {
  return {
    name,
    state: 'succeeded',
    cache: 'miss',
    attempts: 1,
    kind: 'execution',
    commands: [],
    inputs: [],
    warnings: [],
    metadata: {},
    parameters: {},
    outputs: [],
    ...more,
  } as NodeRun;
}
