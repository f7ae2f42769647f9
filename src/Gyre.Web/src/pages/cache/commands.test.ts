import { describe, expect, it } from 'vitest';
import { clearCommands, explainCommands, listCommands } from './commands';

const run = '01a229de-9cc2-7ece-9a5b-e63c765c9277';

describe('commands of the cache', () => {
  it('lists all or one pipeline', () => {
    expect(listCommands('').cli).toBe('gyre cache list');
    expect(listCommands('my loop').cli).toBe("gyre cache list --pipeline 'my loop'");
    expect(listCommands('a&b').curl).toContain('/api/v1/cache?pipeline=a%26b');
    expect(listCommands('a"b').csharp).toContain('ListAsync(pipeline: "a\\"b")');
  });

  it('keeps the slashes of a node in the address and quotes it for the shell', () => {
    const made = explainCommands(run, 'for-loop-2[1]/say');
    expect(made.cli).toBe(`gyre cache explain ${run} 'for-loop-2[1]/say'`);
    expect(made.curl).toContain(`/api/v1/runs/${run}/cache/for-loop-2%5B1%5D/say`);
    expect(made.csharp).toContain('"for-loop-2[1]/say"');
  });

  it('clears all or one pipeline', () => {
    expect(clearCommands('').curl).toContain("-d '{}'");
    expect(clearCommands('learn').curl).toContain(`-d '{"pipeline":"learn"}'`);
    expect(clearCommands('learn').cli).toBe('gyre cache clear --pipeline learn');
    expect(clearCommands('').csharp).toContain('ClearAsync();');
  });
});
