import { useState } from 'react';
import type { Evidence, RouteResult } from '@/api/deployments';
import { useAction } from '@/kit';
import { evidenceOf, evidenceProblem, type EvidenceText } from './requests';

function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Options<B> {
  name: string;
  /** What is said when it is done. */
  done: string;
  make: (reason: string, evidence: readonly Evidence[]) => B;
  send: (name: string, body: B, key: string) => Promise<RouteResult>;
  onDone?: () => void;
}

/** A change of a route with its cause. The same question has the same key: a second click changes nothing more. */
export function useChange<B>({ name, done, make, send, onDone }: Options<B>) {
  const [reason, setReason] = useState('');
  const [evidence, setEvidence] = useState<readonly EvidenceText[]>([]);
  const [key, setKey] = useState(newKey);
  const body = make(reason, evidenceOf(evidence));
  const action = useAction({
    run: () => send(name, body, key),
    done: (result) => result.note ?? done,
    invalidates: [['deployment', name], ['deployments'], ['models']],
    onDone: () => {
      setReason('');
      setEvidence([]);
      setKey(newKey());
      onDone?.();
    },
  });
  const ready = reason.trim() !== '' && evidence.every((row) => evidenceProblem(row) === null);
  return { body, reason, setReason, evidence, setEvidence, ready, onYes: () => action.actAsync() };
}
