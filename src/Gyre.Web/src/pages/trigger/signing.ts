import { csText, quote } from '@/kit/commands';

/** The variable that the examples use. Which one the server reads is in gyre.yaml; the API does not tell it. */
export const secretVariable = 'GYRE_HOOK_SECRET';

/** A signed request from a shell. */
export function shellExample(address: string): string {
  return [
    `body='{"version": 3}'; at=$(date +%s); id=$(uuidgen)`,
    `mac=$(printf '%s.%s.%s' "$at" "$id" "$body" | openssl dgst -sha256 -hmac "$${secretVariable}" | sed 's/.* //')`,
    `curl -X POST ${quote(address)} -H 'Content-Type: application/json' \\`,
    `  -H "X-Gyre-Timestamp: $at" -H "X-Gyre-Delivery: $id" -H "X-Gyre-Signature: sha256=$mac" -d "$body"`,
  ].join('\n');
}

export function pythonExample(address: string): string {
  return [
    'import hashlib, hmac, json, os, time, urllib.request, uuid',
    '',
    'body = json.dumps({"version": 3}).encode()',
    'at, delivery = str(int(time.time())), str(uuid.uuid4())',
    `key = os.environ["${secretVariable}"].encode()`,
    'mac = hmac.new(key, f"{at}.{delivery}.".encode() + body, hashlib.sha256).hexdigest()',
    `urllib.request.urlopen(urllib.request.Request(${JSON.stringify(address)}, body, {`,
    '    "Content-Type": "application/json", "X-Gyre-Timestamp": at,',
    '    "X-Gyre-Delivery": delivery, "X-Gyre-Signature": f"sha256={mac}"}))',
  ].join('\n');
}

export function csharpExample(address: string): string {
  return [
    'using System.Security.Cryptography;',
    'using System.Text;',
    '',
    'var body = """{"version": 3}""";',
    'var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString();',
    'var delivery = Guid.NewGuid().ToString();',
    `var key = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("${secretVariable}")!);`,
    'var mac = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{at}.{delivery}.{body}")));',
    'using var http = new HttpClient();',
    `using var request = new HttpRequestMessage(HttpMethod.Post, ${csText(address)})`,
    '{ Content = new StringContent(body, Encoding.UTF8, "application/json") };',
    'request.Headers.Add("X-Gyre-Timestamp", at);',
    'request.Headers.Add("X-Gyre-Delivery", delivery);',
    'request.Headers.Add("X-Gyre-Signature", $"sha256={mac}");',
    '(await http.SendAsync(request)).EnsureSuccessStatusCode();',
  ].join('\n');
}
