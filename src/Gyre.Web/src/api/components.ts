import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Component = Schemas['ComponentInfo'];
export type ComponentInput = Schemas['ComponentInputInfo'];
export type ComponentOutput = Schemas['ComponentOutputInfo'];

/** They come with the program, so they do not change while it runs. */
export const componentsQuery = () =>
  queryOptions({
    queryKey: ['components'],
    queryFn: async ({ signal }): Promise<readonly Component[]> =>
      (await get('/api/v1/components', { signal })).components,
    staleTime: Infinity,
  });
