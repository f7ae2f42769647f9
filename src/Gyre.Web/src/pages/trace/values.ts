/** How a value of a span is shown: short ones on the line, others as a block to scroll in and copy. */
export type ShownValue = { kind: 'none' } | { kind: 'short' | 'text' | 'json'; text: string };

const shortest = 120;

export function shownValue(value: unknown): ShownValue {
  if (value === null || value === undefined) return { kind: 'none' };
  if (typeof value === 'string') {
    const isShort = value.length <= shortest && !value.includes('\n');
    return { kind: isShort ? 'short' : 'text', text: value };
  }
  if (typeof value !== 'object') return { kind: 'short', text: String(value) };
  const line = JSON.stringify(value);
  return line.length <= 60 ? { kind: 'short', text: line } : { kind: 'json', text: JSON.stringify(value, null, 2) };
}

export interface Message {
  role: string;
  text: string;
}

/** The messages of a chat, in the common forms: `{messages: [{role, content}]}` or the list itself. Null for all else. */
export function messagesOf(value: unknown): Message[] | null {
  const list = fieldOf(value, 'messages') ?? value;
  if (!Array.isArray(list) || list.length === 0 || list.length > 200) return null;
  const messages = list.map(messageOf);
  return messages.every((message) => message !== null) ? messages : null;
}

function messageOf(value: unknown): Message | null {
  const role = fieldOf(value, 'role');
  const content = fieldOf(value, 'content');
  if (typeof role !== 'string') return null;
  if (typeof content === 'string') return { role, text: content };
  if (!Array.isArray(content)) return null;
  const parts = content.map((part) => fieldOf(part, 'text'));
  return parts.every((part) => typeof part === 'string') ? { role, text: parts.join('\n') } : null;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** What a person typed as feedback: true, 0.8 and "good" keep their kind. */
export function feedbackValue(text: string): unknown {
  const typed = text.trim();
  if (typed === 'true') return true;
  if (typed === 'false') return false;
  return typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed;
}

/** The tokens that models read and wrote, as MLflow sums them up; null when it did not. */
export function tokensOf(metadata: Record<string, string>): { input: number; output: number; total: number } | null {
  try {
    const usage: unknown = JSON.parse(metadata['mlflow.trace.tokenUsage'] ?? '');
    const [input, output, total] = ['input_tokens', 'output_tokens', 'total_tokens'].map((name) =>
      fieldOf(usage, name),
    );
    if (typeof input !== 'number' || typeof output !== 'number') return null;
    return { input, output, total: typeof total === 'number' ? total : input + output };
  } catch {
    return null;
  }
}
