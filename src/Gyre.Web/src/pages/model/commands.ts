import { urlOf } from '@/api/client';
import { csText, curlOf, quote } from '@/kit/commands';

/** An action in the three languages of "Copy as". */
export interface Commands {
  curl: string;
  cli: string;
  csharp: string;
}

type Method = 'POST' | 'PATCH' | 'DELETE';

/** A change of the registry over the API that MLflow's clients use. */
export function commandsOf(
  method: Method,
  path: string,
  body: Record<string, string | boolean>,
  cli: readonly string[] | null,
): Commands {
  const address = `/api/2.0/mlflow/${path}`;
  const curl = curlOf(method, address, body);
  return {
    curl,
    cli: cli === null ? `# gyre has no command for this; over HTTP:\n${curl}` : cli.map(quote).join(' '),
    csharp: csharpOf(method, urlOf(address), JSON.stringify(body)),
  };
}

function csharpOf(method: Method, url: string, json: string): string {
  const name = { POST: 'Post', PATCH: 'Patch', DELETE: 'Delete' }[method];
  return [
    'using System.Net.Mime;',
    'using System.Text;',
    '',
    'using var http = new HttpClient();',
    `using var request = new HttpRequestMessage(HttpMethod.${name}, ${csText(url)})`,
    '{',
    `    Content = new StringContent(${csText(json)}, Encoding.UTF8, MediaTypeNames.Application.Json),`,
    '};',
    'using var response = await http.SendAsync(request);',
    'response.EnsureSuccessStatusCode();',
  ].join('\n');
}

/** A string literal of Python: JSON's escapes are Python's, except for halves of surrogate pairs, which names cannot hold. */
export function pyText(text: string): string {
  return JSON.stringify(text)
    .replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(
      /\\ud([89ab][0-9a-f]{2})\\ud([c-f][0-9a-f]{2})/g,
      (pair) => `\\U${(JSON.parse(`"${pair}"`) as string).codePointAt(0)?.toString(16).padStart(8, '0') ?? ''}`,
    );
}

/** How a program gets the files of a version: by number, or by an alias that may move. */
export function loadingOf(
  name: string,
  version: string,
  alias: string | null,
): { label: string; lang: string; text: string }[] {
  const uri = alias === null ? `models:/${name}/${version}` : `models:/${name}@${alias}`;
  const path = `/model-versions/get-artifact?${new URLSearchParams({ name, version, path: 'MLmodel' }).toString()}`;
  const root = urlOf('/').replace(/\/$/, '');
  return [
    {
      label: 'Python',
      lang: 'python',
      text: [
        'import mlflow',
        '',
        `mlflow.set_tracking_uri(${pyText(root)})`,
        `model = mlflow.pyfunc.load_model(${pyText(uri)})`,
        'model.predict(data)',
      ].join('\n'),
    },
    {
      label: 'C#',
      lang: 'csharp',
      text: [
        'using var http = new HttpClient();',
        '// One file of the version; "path" names it.',
        `var bytes = await http.GetByteArrayAsync(${csText(urlOf(path))});`,
        'await File.WriteAllBytesAsync("MLmodel", bytes);',
      ].join('\n'),
    },
    { label: 'curl', lang: 'shell', text: `${curlOf('GET', path)} -o MLmodel` },
  ];
}
