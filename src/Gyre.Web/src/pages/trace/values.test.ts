import { describe, expect, it } from 'vitest';
import { feedbackValue, messagesOf, shownValue, tokensOf } from './values';

describe('shownValue', () => {
  it('keeps short ones on the line', () => {
    expect(shownValue('a')).toEqual({ kind: 'short', text: 'a' });
    expect(shownValue(0)).toEqual({ kind: 'short', text: '0' });
    expect(shownValue({ a: 1 })).toEqual({ kind: 'short', text: '{"a":1}' });
    expect(shownValue('')).toEqual({ kind: 'short', text: '' });
  });

  it('gives blocks to others', () => {
    expect(shownValue('a\nb').kind).toBe('text');
    expect(shownValue('x'.repeat(121)).kind).toBe('text');
    expect(shownValue({ a: 'x'.repeat(100) })).toMatchObject({
      kind: 'json',
      text: expect.stringContaining('\n  "a"'),
    });
    expect(shownValue(null)).toEqual({ kind: 'none' });
  });
});

describe('messagesOf', () => {
  it('reads the common forms', () => {
    expect(messagesOf({ messages: [{ role: 'user', content: 'hi' }] })).toEqual([{ role: 'user', text: 'hi' }]);
    expect(messagesOf([{ role: 'user', content: [{ type: 'text', text: 'a' }, { text: 'b' }] }])).toEqual([
      { role: 'user', text: 'a\nb' },
    ]);
  });

  it('takes nothing for a chat that is none, or not all of it', () => {
    expect(messagesOf({ question: 'hi' })).toBeNull();
    expect(messagesOf([])).toBeNull();
    expect(messagesOf([{ role: 'user', content: 'hi' }, { role: 'tool' }])).toBeNull();
    expect(messagesOf([{ role: 'user', content: [{ type: 'image' }] }])).toBeNull();
    expect(messagesOf('text')).toBeNull();
  });
});

describe('feedbackValue', () => {
  it.each([
    ['true', true],
    [' false ', false],
    ['0.8', 0.8],
    ['good', 'good'],
    ['', ''],
  ])('%j', (text, value) => expect(feedbackValue(text)).toBe(value));
});

describe('tokensOf', () => {
  it('reads the sum of MLflow', () => {
    expect(tokensOf({ 'mlflow.trace.tokenUsage': '{"input_tokens": 5, "output_tokens": 2}' })).toEqual({
      input: 5,
      output: 2,
      total: 7,
    });
  });

  it('is null without it or when it is broken', () => {
    expect(tokensOf({})).toBeNull();
    expect(tokensOf({ 'mlflow.trace.tokenUsage': '{' })).toBeNull();
    expect(tokensOf({ 'mlflow.trace.tokenUsage': '"x"' })).toBeNull();
  });
});
