import type { QueryKey } from '@tanstack/react-query';

/** Every type of the event log (docs/reference/events.md): a browser gives only named events that were asked for. */
export const eventTypes = [
  'run.accepted',
  'run.ended',
  'run.resumed',
  'run.requested',
  'node.awaiting-approval',
  'node.approval',
  'node.waiting',
  'node.answered',
  'node.reminder',
  'node.condition-without-result',
  'node.ended',
  'node.started',
  'node.retry',
  'task.started',
  'loop.started',
  'cycle.started',
  'cycle.turn',
  'cycle.ended',
  'cycle.resumed',
  'cycle.decided',
  'cache.damaged',
  'alias.moved',
  'dataset.version-created',
  'deployment.created',
  'deployment.version-added',
  'deployment.configured',
  'deployment.promoted',
  'deployment.rolled-back',
  'deployment.settled',
  'deployment.deleted',
  'deployment.drifted',
  'file.property-refused',
  'trigger.fired',
  'trigger.skipped',
  'trigger.start-failed',
  'trigger.set-aside',
  'trigger.event-set-aside',
  'trigger.requested',
  'model.registered',
  'model.updated',
  'model.renamed',
  'model.deleted',
  'model.tag-set',
  'model.tag-deleted',
  'model.alias-moved',
  'model.alias-deleted',
  'model.version-created',
  'model.version-updated',
  'model.version-deleted',
  'model.version-moved',
  'model.version-tag-set',
  'model.version-tag-deleted',
  'tracking.run-created',
  'tracking.run-changed',
  'variable.set',
  'variable.unset',
  'secrets.key-rotated',
] as const;

/** An event of the log, as the stream sends it. */
export interface LiveEvent {
  sequence: number;
  type: string;
  subject: string;
  at: string;
  data: unknown;
}

/** Events of nodes that a list of runs shows: what waits for a person. The rest would refresh lists without a change. */
const shownInLists = new Set(['node.awaiting-approval', 'node.approval', 'node.waiting', 'node.answered']);

/** The query keys whose data the event makes old. */
export function keysOf(event: Pick<LiveEvent, 'type' | 'subject'>): QueryKey[] {
  const { type, subject } = event;
  const slash = subject.indexOf('/');
  const kind = slash < 0 ? subject : subject.slice(0, slash);
  const id = slash < 0 ? '' : subject.slice(slash + 1);
  switch (kind) {
    case 'run': {
      const keys: QueryKey[] = [['run', id]];
      if (type.startsWith('run.') || shownInLists.has(type)) keys.push(['runs']);
      if (type === 'node.ended' || type === 'cache.damaged') keys.push(['cache']);
      if (type === 'run.ended') keys.push(['lineage']);
      return keys;
    }
    case 'cycle':
      return [['cycle', id], ['cycles']];
    case 'trigger':
      return [['trigger', id], ['triggers']];
    case 'model':
      return [['models'], ['model', id], ['model-version', id]];
    case 'tracking-run':
      return [['tracking'], ['tracking-run', id]];
    case 'deployment':
      // Decisions settle all the time; a page that shows their numbers reads them at its own pace.
      if (type === 'deployment.settled') return [];
      return [['deployment', id], ['deployments']];
    case 'alias':
      return [['catalog']];
    case 'dataset':
      return [['datasets']];
    case 'project':
      return [['variables'], ['projects']];
    default:
      return [];
  }
}
