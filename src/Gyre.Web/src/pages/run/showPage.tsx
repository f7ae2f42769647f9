import type { RouteComponent } from '@tanstack/react-router';
import { vi } from 'vitest';
import { type Answers, session, showPage as show, sizeElements } from '@/testing/page';
import { layOut, type Plan } from './graph/layout';

const width = 1200;
const height = 600;

/** Tells every element's size at once. */
class Sizes {
  constructor(private readonly callback: ResizeObserverCallback) {}

  observe(target: Element): void {
    const contentRect = { x: 0, y: 0, width, height, top: 0, left: 0, right: width, bottom: height } as DOMRectReadOnly;
    this.callback([{ target, contentRect } as ResizeObserverEntry], this);
  }

  unobserve(): void {}
  disconnect(): void {}
}

export class FakeWorker {
  static readonly made: FakeWorker[] = [];
  /** True: nothing is ever laid out. */
  static silent = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly address: string;

  constructor(address: URL | string) {
    this.address = String(address);
    FakeWorker.made.push(this);
  }

  postMessage(message: unknown): void {
    if (!FakeWorker.silent && this.address.includes('layout.worker'))
      queueMicrotask(() => this.say(layOut(message as Plan)));
  }

  say(data: unknown): void {
    this.onmessage?.({ data });
  }

  terminate(): void {
    this.onmessage = null;
  }
}

/** What drawings need and jsdom lacks. Workers lay out at once; logs say nothing by themselves. */
function prepareDrawing(): void {
  sizeElements(width, height);
  HTMLCanvasElement.prototype.getContext = () => null;
  vi.stubGlobal('ResizeObserver', Sizes);
  vi.stubGlobal(
    'DOMMatrixReadOnly',
    class {
      m22 = 1;
    },
  );
  vi.stubGlobal(
    'EventSource',
    class {
      addEventListener(): void {}
      close(): void {}
    },
  );
  vi.stubGlobal('Worker', FakeWorker);
}

/** For tests of the pages of runs: shows one, with sizes, workers and a reader who may change everything. */
export function showPage(page: RouteComponent, pattern: string, address: string, answers: Answers) {
  prepareDrawing();
  const others = ['/runs', '/runs/$run'].filter((path) => path !== pattern);
  const all = { 'GET /api/v1/session': session, 'GET /api/v1/projects': { projects: [] }, ...answers };
  return show(page, pattern, address, all, others);
}
