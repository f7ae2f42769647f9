import type { StartRunRequest } from '@/api/runs';
import { cliOf, csharpOf, csText, curlOf, quote } from '@/kit';

export interface Commands {
  cli: string;
  curl: string;
  csharp: string;
}

function runId(run: string): string {
  return `new RunId(Guid.Parse(${csText(run)}))`;
}

function pathOf(run: string, rest: string, node?: string): string {
  const end = node === undefined ? '' : `/${node.split('/').map(encodeURIComponent).join('/')}`;
  return `/api/v1/runs/${encodeURIComponent(run)}${rest}${end}`;
}

function given(comment: string): string | null {
  return comment === '' ? null : comment;
}

export function cancelCommands(run: string, reason: string): Commands {
  return {
    cli: cliOf('cancel', [run], { reason: given(reason) }),
    curl: curlOf('POST', pathOf(run, '/cancel'), reason === '' ? {} : { reason }),
    csharp: csharpOf(`await api.Runs.CancelAsync(${runId(run)}${reason === '' ? '' : `, ${csText(reason)}`});`),
  };
}

export function resumeCommands(run: string): Commands {
  return {
    cli: cliOf('resume', [run]),
    curl: curlOf('POST', pathOf(run, '/resume')),
    csharp: csharpOf(`await api.Runs.ResumeAsync(${runId(run)});`),
  };
}

/** The command line takes values one by one; texts as they are, everything else as JSON. */
function parameterWords(parameters: unknown): string[] {
  if (parameters === null || typeof parameters !== 'object') return [];
  return Object.entries(parameters).flatMap(([name, value]) => [
    '--parameter',
    quote(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
  ]);
}

export function startCommands(body: StartRunRequest): Commands {
  const parts = [
    `Project = ${csText(body.project ?? '')}`,
    `Pipeline = ${csText(body.pipeline)}`,
    ...(body.title == null ? [] : [`Title = ${csText(body.title)}`]),
    ...(body.parameters == null ? [] : [`Parameters = ValueJson.Parse(${csText(JSON.stringify(body.parameters))})`]),
  ];
  return {
    cli: [
      'gyre run .',
      '--pipeline',
      quote(body.pipeline),
      ...parameterWords(body.parameters),
      ...titleWords(body),
    ].join(' '),
    curl: curlOf('POST', '/api/v1/runs', body),
    csharp: csharpOf(`var run = await api.Runs.StartAsync(new StartRunRequest { ${parts.join(', ')} });`),
  };
}

function titleWords(body: StartRunRequest): string[] {
  return body.title == null ? [] : ['--title', quote(body.title)];
}

export function decideCommands(run: string, node: string, approved: boolean, comment: string): Commands {
  const body = { approved, ...(comment === '' ? {} : { comment }) };
  const call = approved ? 'ApproveAsync' : 'RefuseAsync';
  return {
    cli: cliOf(approved ? 'approve' : 'refuse', [run, node], { comment: given(comment) }),
    curl: curlOf('POST', pathOf(run, '/approvals', node), body),
    csharp: csharpOf(
      `await api.Nodes.${call}(${runId(run)}, ${csText(node)}${comment === '' ? '' : `, ${csText(comment)}`});`,
    ),
  };
}

export function answerCommands(run: string, key: string, document: unknown): Commands {
  const json = JSON.stringify(document);
  return {
    cli: cliOf('answer', [run, key], { document: json }),
    curl: curlOf('POST', pathOf(run, '/answers'), { key, document }),
    csharp: csharpOf(
      `await api.Nodes.AnswerAsync(${runId(run)}, new AnswerRequest { Key = ${csText(key)}, Document = ValueJson.Parse(${csText(json)}) });`,
    ),
  };
}

export function invalidateCommands(run: string, node: string): Commands {
  return {
    cli: cliOf('cache invalidate', [run, node]),
    curl: curlOf('POST', '/api/v1/cache/invalidate', { run_id: run, node, dry_run: false }),
    csharp: csharpOf(
      `await api.Cache.InvalidateAsync(new InvalidateCacheRequest { RunId = ${runId(run)}, Node = ${csText(node)} });`,
    ),
  };
}

export function explainCommands(run: string, node: string): Commands {
  return {
    cli: cliOf('cache explain', [run, node]),
    curl: curlOf('GET', pathOf(run, '/cache', node)),
    csharp: csharpOf(`var why = await api.Nodes.ExplainCacheAsync(${runId(run)}, ${csText(node)});`),
  };
}

/** The best trial of a task; over the API, all node runs with what they printed. */
export function sweepCommands(run: string, node: string, metric: string | null): Commands {
  return {
    cli: cliOf('sweep best', [run, node], { metric }),
    curl: curlOf('GET', pathOf(run, '/nodes')),
    csharp: csharpOf(`var nodes = await api.Nodes.ListAsync(${runId(run)});`),
  };
}

export function logCommands(run: string, node: string): Commands {
  return {
    cli: `${cliOf('logs', [run, node])} -f`,
    curl: `${curlOf('GET', pathOf(run, '/logs', node), undefined, { Accept: 'text/event-stream' })} -N`,
    csharp: csharpOf(
      `await foreach (var line in api.Logs.FollowAsync(${runId(run)}, ${csText(node)}))\n    Console.WriteLine(line.Text);`,
    ),
  };
}

export function outputCommands(run: string, node: string): Commands {
  return {
    cli: cliOf('outputs', [run, node], { to: 'results' }),
    curl: `${curlOf('GET', pathOf(run, '/archive', node))} -o outputs.zip`,
    csharp: csharpOf(
      `var node = await api.Nodes.GetAsync(${runId(run)}, ${csText(node)});\nConsole.WriteLine(node.Outputs.Files?.Count);`,
    ),
  };
}

export function showCommands(run: string): Commands {
  return {
    cli: cliOf('runs show', [run]),
    curl: curlOf('GET', `${pathOf(run, '')}?nodes=true`),
    csharp: csharpOf(`var run = await api.Runs.GetAsync(${runId(run)}, withNodes: true);`),
  };
}
