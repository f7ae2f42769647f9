import { urlOf } from '@/api/client';
import { curlOf, quote } from '@/kit/commands';

/** A call of MLflow's Python client against this server, and the same as curl. */
export function pythonCommands(call: string, path: string, body: object): { cli: string; curl: string } {
  const program = `import mlflow; mlflow.MlflowClient(${JSON.stringify(urlOf('/').replace(/\/$/, ''))}).${call}`;
  return { cli: `python -c ${quote(program)}`, curl: curlOf('POST', `/api/2.0/mlflow/${path}`, body) };
}

/** A text as Python reads it. JSON's escapes are Python's too. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

/** A change that MLflow's own command line makes against this server, and the same as curl. */
export function mlflowCommands(args: readonly string[], path: string, body: object): { cli: string; curl: string } {
  const server = urlOf('/').replace(/\/$/, '');
  return {
    cli: `MLFLOW_TRACKING_URI=${quote(server)} mlflow ${args.map(word).join(' ')}`,
    curl: curlOf('POST', `/api/2.0/mlflow/${path}`, body),
  };
}

/** Names of options are plain; everything else may come from outside. */
function word(text: string): string {
  return /^--[a-z-]+$/.test(text) ? text : quote(text);
}
