import type { Cycle } from '@/api/cycles';
import { cliOf, csharpOf, csText, curlOf, quote } from '@/kit/commands';

export interface ResumeRule {
  /** The least limit of turns that lets the cycle go on. */
  least: number;
  /** What the field holds at first. */
  suggested: number;
  /** What will happen, in words. */
  words: string;
  /** Why resuming changes nothing, or null. */
  warning: string | null;
}

const unfinished = new Set(['failed', 'cancelled', 'stopped']);

/** What resuming a stopped cycle does, as the engine decides it. */
export function resumeRule(cycle: Cycle): ResumeRule {
  const made = cycle.turns.length;
  const last = cycle.turns.at(-1);
  if (last !== undefined && unfinished.has(last.state)) {
    const ended = last.state === 'failed' ? 'failed' : last.state === 'cancelled' ? 'was cancelled' : 'was stopped';
    return {
      least: Math.max(1, made),
      suggested: Math.max(cycle.max_iterations, made),
      words: `Turn ${last.turn} ${ended}. It is resumed, and what it has finished is kept.`,
      warning: null,
    };
  }
  return {
    least: made + 1,
    suggested: Math.max(cycle.max_iterations, made + (cycle.stop_reason === 'max-iterations' ? Math.max(1, made) : 1)),
    words: `The cycle decides again after turn ${made} and goes on with turn ${made + 1}.`,
    warning: againBecause(cycle),
  };
}

/** Rules that say the same again, because the turn they judge has not changed. */
function againBecause(cycle: Cycle): string | null {
  const again =
    'Nothing has changed since, so it will stop again at once. Start it again to repeat it from the first turn.';
  switch (cycle.stop_reason) {
    case 'condition':
      return cycle.by_hand === true ? null : `It stopped by its condition. ${again}`;
    case 'no-gain':
      return `It stopped because it no longer improved. ${again}`;
    case 'budget':
      return `Its budget is used up. ${again}`;
    default:
      return null;
  }
}

/** Whether a limit can be sent: a whole number from the least to a million. */
export function limitProblem(limit: number | null, rule: ResumeRule): string | null {
  if (limit === null || !Number.isInteger(limit)) return 'Enter a whole number.';
  if (limit < rule.least) return `At least ${rule.least}, because the cycle has made ${rule.least - 1 || 1} already.`;
  return limit > 1_000_000 ? 'At most 1,000,000.' : null;
}

export interface Commands {
  cli: string;
  curl: string;
  csharp: string;
}

export function stopCommands(cycle: string, reason: string): Commands {
  const given = reason === '' ? null : reason;
  return {
    cli: cliOf('cycle stop', [cycle], { reason: given }),
    curl: curlOf('POST', `/api/v1/cycles/${cycle}/stop`, given === null ? {} : { reason }),
    csharp: csharpOf(
      `await api.Cycles.StopAsync(new CycleId(Guid.Parse(${csText(cycle)}))${given === null ? '' : `, ${csText(reason)}`});`,
    ),
  };
}

export function resumeCommands(cycle: string, limit: number | null): Commands {
  return {
    cli: cliOf('cycle resume', [cycle], { 'max-iterations': limit }),
    curl: curlOf('POST', `/api/v1/cycles/${cycle}/resume`, limit === null ? {} : { max_iterations: limit }),
    csharp: csharpOf(
      `await api.Cycles.ResumeAsync(new CycleId(Guid.Parse(${csText(cycle)}))${limit === null ? '' : `, ${limit}`});`,
    ),
  };
}

/** Values that the cycle was started with: its first turn has exactly those. */
export function givenParameters(cycle: Cycle): Record<string, unknown> {
  const given = cycle.turns[0]?.parameters;
  return given !== null && typeof given === 'object' && !Array.isArray(given)
    ? { ...(given as Record<string, unknown>) }
    : {};
}

export interface Again {
  body: Record<string, unknown>;
  /** Where it is posted. */
  path: string;
}

/** The request that starts the cycle again with the values it was started with. */
export function againRequest(cycle: Cycle): Again {
  const parameters = givenParameters(cycle);
  const given = Object.keys(parameters).length === 0 ? {} : { parameters };
  if (cycle.by_hand !== true) {
    return { path: '/api/v1/cycles', body: { project: cycle.project, cycle: cycle.name, ...given } };
  }
  const turns = {
    max_iterations: cycle.max_iterations,
    ...(cycle.objective == null ? {} : { objective: cycle.objective }),
  };
  return { path: '/api/v1/runs', body: { project: cycle.project, pipeline: cycle.pipeline, ...given, turns } };
}

/** `folder` is where the project lies on the server's machine; null when the server does not know the project. */
export function againCommands(cycle: Cycle, folder: string | null): Commands {
  const { path, body } = againRequest(cycle);
  const chosen: Record<string, string | number> =
    cycle.by_hand === true
      ? { pipeline: cycle.pipeline, 'max-iterations': cycle.max_iterations }
      : { cycle: cycle.name };
  const parameters = Object.entries(givenParameters(cycle)).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return ` --parameter ${quote(`${name}=${text}`)}`;
  });
  return {
    cli: cliOf('run', [folder ?? '.'], chosen) + parameters.join(''),
    curl: curlOf('POST', path, body),
    csharp: csharpOf(againCall(cycle)),
  };
}

function againCall(cycle: Cycle): string {
  const parameters = givenParameters(cycle);
  const given =
    Object.keys(parameters).length === 0 ? '' : `, Parameters = ValueJson.Parse(${csText(JSON.stringify(parameters))})`;
  const project = `Project = ${csText(cycle.project)}`;
  if (cycle.by_hand !== true) {
    return `var cycle = await api.Cycles.StartAsync(new StartCycleRequest { ${project}, Cycle = ${csText(cycle.name)}${given} });`;
  }
  const turns = `Turns = new TurnLimitsRequest { MaxIterations = ${cycle.max_iterations} }`;
  return `var run = await api.Runs.StartAsync(new StartRunRequest { ${project}, Pipeline = ${csText(cycle.pipeline)}${given}, ${turns} });`;
}
