import { queryOptions } from '@tanstack/react-query';
import { get, put } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type AliasMove = Schemas['AliasMoveInfo'];
export type AliasEvidence = Schemas['AliasEvidenceInfo'];

/** The server gives at most this many moves. */
const mostMoves = 1000;

/** Moves and removals of a model's aliases, newest first. */
export const aliasMovesQuery = (name: string) =>
  queryOptions({
    queryKey: ['models', 'alias-moves', name],
    queryFn: async ({ signal }): Promise<readonly AliasMove[]> =>
      (await get('/api/v1/models/{name}/alias-moves', { path: { name }, query: { limit: mostMoves }, signal })).moves,
  });

export function moveAlias(name: string, alias: string, body: Schemas['MoveAliasRequest']): Promise<AliasMove> {
  return put('/api/v1/models/{name}/aliases/{alias}', { path: { name, alias }, body });
}
