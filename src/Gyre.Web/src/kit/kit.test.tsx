// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { prepareBrowser } from '@/testing/page';
import { colorOf, seriesColors } from './chart/theme';
import { chartText, needsMore, withDefaults } from './chart/option';
import { Chips } from './Chips';
import { isolated } from './format';
import { IconButton } from './IconButton';
import { Own } from './Own';
import { sparkPath } from './spark';
import { State } from './State';
import { isLive, toneOf, wordOf } from './states';

afterEach(cleanup);

describe('texts from outside', () => {
  it('stay text, isolated and cut', () => {
    const { container } = render(<Own text={'<img src=x onerror=alert(1)>'} max={10} />);
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('bdi')?.textContent).toBe('<img src=x onerror=alert(1)>');
    expect(container.querySelector('bdi')?.style.maxWidth).toBe('min(10ch, 70vw)');
  });

  it('puts no more than 2,000 characters into the page', () => {
    const { container } = render(<Own text={'x'.repeat(10_000)} />);
    expect(container.textContent?.length).toBeLessThanOrEqual(2000);
  });

  it('have their own direction, and are whole on hover', () => {
    const own = render(<Own text={'\u05d0 a'} max={2} />).container.querySelector('bdi');
    expect([own?.dir, own?.title]).toEqual(['auto', '\u05d0 a']);
  });

  it('do not turn a sentence around that is text alone', () => {
    expect(isolated('\u05d0\u05d1')).toBe('\u2068\u05d0\u05d1\u2069');
    expect(isolated('x'.repeat(10_000)).length).toBeLessThan(100);
  });

  it('says when there is nothing to see', () => {
    expect(render(<Own text="   " />).container.textContent).toBe('(blank)');
    cleanup();
    expect(render(<Own text="" />).container.textContent).toBe('–');
  });

  it('lets a chart read no styles from names', () => {
    expect(chartText('{a|evil}\nx')).toBe('(a¦evil) x');
    expect(chartText('x'.repeat(10_000), 20)).toHaveLength(20);
  });
});

describe('states', () => {
  it("knows Gyre's and MLflow's words", () => {
    expect(toneOf('FINISHED')).toBe('good');
    expect(toneOf('awaiting-approval')).toBe('waiting');
    expect(toneOf('constructor')).toBe('idle');
    expect(wordOf('PENDING_REGISTRATION')).toBe('pending registration');
    expect(isLive('backing-off')).toBe(true);
    expect(isLive('FAILED')).toBe(false);
  });

  it('shows an icon beside the word', () => {
    const { container } = render(<State value="upstream-failed" />);
    expect(container.textContent).toBe('upstream failed');
    expect(container.querySelector('svg')).not.toBeNull();
  });
});

describe('charts', () => {
  it('draws tooltips on the canvas whatever the page asks for', () => {
    expect(withDefaults({ tooltip: { trigger: 'axis', renderMode: 'html' } }, false)['tooltip']).toMatchObject({
      trigger: 'axis',
      renderMode: 'richText',
    });
    expect(withDefaults({ tooltip: [{}, {}] }, false)['tooltip']).toMatchObject([
      { renderMode: 'richText' },
      { renderMode: 'richText' },
    ]);
    expect(withDefaults({}, true)).toMatchObject({ animation: false });
  });

  it('loads the other kinds only for options that hold one', () => {
    expect(needsMore({ series: [{ type: 'line' }, { type: 'line' }] })).toBe(false);
    expect(needsMore({ series: { type: 'line' } })).toBe(false);
    expect(needsMore({})).toBe(false);
    expect(needsMore({ series: [{ type: 'line' }, { type: 'scatter' }] })).toBe(true);
  });

  it('gives a name the same colour every time', () => {
    expect(colorOf('run a', 'light')).toBe(colorOf('run a', 'light'));
    expect(seriesColors('dark')).toContain(colorOf('anything', 'dark'));
  });
});

describe('sparkPath', () => {
  it('leaves gaps, and marks the last known value', () => {
    const { path, last } = sparkPath([1, null, 3, NaN], 96, 24);
    expect(path.match(/M/g)).toHaveLength(2);
    expect(last).toEqual([63, 3]);
  });

  it('draws equal values in the middle and nothing for nothing', () => {
    expect(sparkPath([5, 5], 96, 24).path).toBe('M3 12L93 12');
    expect(sparkPath([], 96, 24)).toEqual({ path: '', last: null });
    expect(sparkPath([null], 96, 24).last).toBeNull();
  });
});

function show(content: ReactNode) {
  prepareBrowser();
  return render(<MantineProvider env="test">{content}</MantineProvider>);
}

/** The element that the next key goes to, once what closes has closed. */
async function focused() {
  await act(() => new Promise((resolve) => setTimeout(resolve, 50)));
  return document.activeElement?.textContent;
}

describe('a button that is an icon', () => {
  it('keeps the focus when there is nothing more for it to do', () => {
    function Steps() {
      const [left, setLeft] = useState(1);
      return <IconButton icon="plus" label={`Left ${left}`} disabled={left === 0} onClick={() => setLeft(left - 1)} />;
    }
    show(<Steps />);
    const button = screen.getByRole('button');
    button.focus();
    fireEvent.click(button);
    fireEvent.click(button);
    expect(button.getAttribute('aria-label')).toBe('Left 0');
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement).toBe(button);
  });
});

describe('chips', () => {
  function Filters({ first }: { first: Record<string, string> }) {
    const [filters, setFilters] = useState<Readonly<Record<string, string>>>(first);
    const fields = [
      { key: 'name', label: 'Name' },
      { key: 'state', label: 'State', options: ['good', 'bad'] },
    ];
    return <Chips filters={filters} onChange={setFilters} fields={fields} />;
  }

  it('give the focus to the filter button when one goes', async () => {
    show(<Filters first={{ name: 'a' }} />);
    const remove = screen.getByRole('button', { name: 'Remove the filter Name' });
    remove.focus();
    fireEvent.click(remove);
    expect(await focused()).toBe('Filter');
  });

  it('give it to the chip that was edited', async () => {
    show(<Filters first={{}} />);
    fireEvent.click(screen.getByRole('button', { name: 'Filter' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'State' }));
    const option = await screen.findByRole('button', { name: 'bad' });
    option.focus();
    fireEvent.click(option);
    expect(await focused()).toBe('State: bad');
  });
});
