import { fill } from '@/api/client';
import { cliOf, csharpOf, csText, curlOf } from '@/kit';
import type { Commands } from '../run/commands';

export function listCommands(pipeline: string): Commands {
  const all = pipeline === '';
  return {
    cli: cliOf('cache list', [], { pipeline: all ? null : pipeline }),
    curl: curlOf('GET', `/api/v1/cache${all ? '' : `?${new URLSearchParams({ pipeline }).toString()}`}`),
    csharp: csharpOf(`var entries = await api.Cache.ListAsync(${all ? '' : `pipeline: ${csText(pipeline)}`});`),
  };
}

export function explainCommands(run: string, node: string): Commands {
  return {
    cli: cliOf('cache explain', [run, node]),
    curl: curlOf('GET', fill('/api/v1/runs/{run}/cache/{node}', { run, node })),
    csharp: csharpOf(
      `var why = await api.Nodes.ExplainCacheAsync(new RunId(Guid.Parse(${csText(run)})), ${csText(node)});`,
    ),
  };
}

export function clearCommands(pipeline: string): Commands {
  const all = pipeline === '';
  return {
    cli: cliOf('cache clear', [], { pipeline: all ? null : pipeline }),
    curl: curlOf('POST', '/api/v1/cache/clear', all ? {} : { pipeline }),
    csharp: csharpOf(`await api.Cache.ClearAsync(${all ? '' : csText(pipeline)});`),
  };
}
