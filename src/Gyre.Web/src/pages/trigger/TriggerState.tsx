import { State } from '@/kit';
import { stateOf } from './when';
import type { Trigger } from '@/api/triggers';

/** On, off, or suspended after failures. */
export function TriggerState({ trigger }: { trigger: Pick<Trigger, 'enabled' | 'set_aside'> }) {
  const state = stateOf(trigger);
  return <State value={state === 'set-aside' ? 'suspended' : state} />;
}
