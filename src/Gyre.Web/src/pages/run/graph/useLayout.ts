import { useEffect, useMemo, useState } from 'react';
import { layOutWithElk, mostForElk } from './elk';
import { type Layout, layOut, type Plan } from './layout';
import type { Drawing } from './model';
import { planKey, planOf } from './plan';

/** A drawing with the places of its items. The drawing is the one that was laid out; states come from elsewhere. */
export interface Picture {
  drawing: Drawing;
  layout: Layout;
}

/**
 * Places for the drawing, worked out in a worker. Until they are there the picture before stays. ELK is asked only
 * where it can do better: for graphs that are small enough and not yet free of crossings.
 */
export function useLayout(drawing: Drawing): Picture | null {
  const [picture, setPicture] = useState<Picture | null>(null);
  const key = useMemo(() => planKey(drawing), [drawing]);
  // The drawing is made anew for every state; what a layout needs of it is in the key.
  const [kept, setKept] = useState({ drawing, key });
  if (kept.key !== key) setKept({ drawing, key });
  useEffect(() => {
    const stop = new AbortController();
    void layOutInWorker(planOf(kept.drawing), stop.signal)
      .then((layout) => better(kept.drawing, layout, stop.signal))
      .then((layout) => {
        if (layout !== null && !stop.signal.aborted) setPicture({ drawing: kept.drawing, layout });
      });
    return () => stop.abort();
  }, [kept]);
  return picture;
}

async function better(drawing: Drawing, layout: Layout | null, signal: AbortSignal): Promise<Layout | null> {
  if (layout === null || layout.crossings === 0 || drawing.shown.length > mostForElk) return layout;
  try {
    return (await layOutWithElk(planOf(drawing), signal)) ?? layout;
  } catch {
    // Without ELK (its file did not load) the first layout is what there is.
    return layout;
  }
}

function layOutInWorker(plan: Plan, signal: AbortSignal): Promise<Layout | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    const end = (layout: Layout | null) => {
      worker.terminate();
      resolve(layout);
    };
    worker.onmessage = ({ data }: MessageEvent<Layout>) => end(data);
    // A worker that cannot start must not leave the page without a graph.
    worker.onerror = () => end(layOut(plan));
    signal.addEventListener('abort', () => end(null));
    worker.postMessage(plan);
  });
}
