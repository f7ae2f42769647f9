// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import Rendered from './Rendered';
import { bounded, maxLength, safeImage, safeLink } from './safe';

vi.stubGlobal('matchMedia', () => ({
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
afterEach(cleanup);

function show(text: string): HTMLElement {
  return render(
    <MantineProvider>
      <Rendered text={text} />
    </MantineProvider>,
  ).container;
}

describe('addresses', () => {
  it.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '',
    undefined,
  ])('%j is not followed', (href) => expect(safeLink(href)).toBeNull());

  it('keeps http, mail and own paths', () => {
    expect(safeLink('https://example.com/a')).toBe('https://example.com/a');
    expect(safeLink('mailto:a@example.com')).toBe('mailto:a@example.com');
    expect(safeLink('runs/1')).toMatch(/\/runs\/1$/);
  });

  it('loads pictures from this server only', () => {
    expect(safeImage('https://evil.example/x.png')).toBeNull();
    expect(safeImage('//evil.example/x.png')).toBeNull();
    expect(safeImage('plots/x.png')).toMatch(/\/plots\/x\.png$/);
  });
});

describe('Markdown', () => {
  it('reads what people write', () => {
    const page = show(
      '# A\n\n**b** _c_ ~~d~~ `e` https://example.com\n\n1. x\n2. y\n   - [x] z\n\n```py\nprint(1)\n```\n\na &lt;b&gt; &amp; c\n',
    );
    expect(page.querySelector('h3')?.textContent).toBe('A');
    expect(page.querySelector('strong')?.textContent).toBe('b');
    expect(page.querySelector('em')?.textContent).toBe('c');
    expect(page.querySelector('del')?.textContent).toBe('d');
    expect(page.querySelector('code')?.textContent).toBe('e');
    expect(page.querySelector('a')?.href).toBe('https://example.com/');
    expect(page.querySelectorAll('ol > li')).toHaveLength(2);
    expect(page.querySelectorAll('input[type=checkbox]')).toHaveLength(1);
    expect(page.querySelector('pre')?.textContent).toBe('print(1)');
    expect([...page.querySelectorAll('p')].at(-1)?.textContent).toBe('a <b> & c');
  });

  it('shows HTML as the text it is', () => {
    expect(show('a <b onclick="x()">c</b>').querySelector('p')?.textContent).toBe('a <b onclick="x()">c</b>');
    cleanup();
    expect(show('<script>alert(1)</script>').textContent).toContain('<script>alert(1)</script>');
    cleanup();
    expect(show('[x](&#106;avascript:alert(1))').querySelector('a')).toBeNull();
  });

  it('is text, links and tables, and no HTML', () => {
    const page = show(
      [
        '# Title',
        '<img src=x onerror=alert(1)> <script>alert(1)</script>',
        '<div onclick="x()">raw</div>',
        '[bad](javascript:alert(1)) [good](https://example.com)',
        '![far](https://evil.example/x.png) ![near](plot.png)',
        '',
        '| a | b |',
        '| - | - |',
        '| 1 | 2 |',
      ]
        .join('\n\n')
        .replaceAll('|\n\n|', '|\n|'),
    );
    expect(page.querySelector('script, [onclick], [onerror], iframe')).toBeNull();
    expect([...page.querySelectorAll('a')].map((link) => link.href)).toEqual(['https://example.com/']);
    expect(page.querySelector('a')?.rel).toContain('noopener');
    expect(
      [...page.querySelectorAll('img')].every((image) => new URL(image.src).origin === window.location.origin),
    ).toBe(true);
    expect(page.querySelectorAll('img')).toHaveLength(1);
    expect(page.querySelectorAll('td')).toHaveLength(2);
    expect(page.querySelector('h1, h2')).toBeNull();
  });

  it.each([
    ['nested quotes', '>'.repeat(10_000) + ' x'],
    ['nested lists', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n')],
    ['lists in one line', '- '.repeat(10_000) + 'x'],
    ['quotes in lists in quotes', '> - 1. '.repeat(5000) + 'x'],
    ['brackets', '['.repeat(10_000)],
    ['emphasis', '_a_'.repeat(16_000)],
    ['lines under lines', 'a\n-\n'.repeat(12_000)],
    ['stars', '*'.repeat(10_000) + 'x' + '*'.repeat(10_000)],
    ['backticks', Array.from({ length: 500 }, (_, index) => '`'.repeat(index + 1)).join(' ')],
  ])(
    'stands %s',
    (_, text) => {
      const started = performance.now();
      show(text);
      // Generous: a slow machine takes two seconds, a parser that is not bounded takes minutes.
      expect(performance.now() - started).toBeLessThan(15_000);
    },
    60_000,
  );

  it('cuts what is too long, and says so', () => {
    expect(bounded('x'.repeat(maxLength + 1)).cut).toBe(true);
    expect(bounded('x').cut).toBe(false);
  });
});
